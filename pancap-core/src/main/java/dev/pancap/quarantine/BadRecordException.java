package dev.pancap.quarantine;

import org.jspecify.annotations.Nullable;

/**
 * One input record is unusable. The stages turn it into a {@link Rejection}; every other exception
 * fails the job.
 */
public final class BadRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /**
   * @param detail what was expected, what was found and where; shown to people, so without payloads
   */
  public BadRecordException(Reason reason, String detail) {
    this(reason, detail, null);
  }

  public BadRecordException(Reason reason, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
