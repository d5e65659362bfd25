package dev.pancap.model;

import org.jspecify.annotations.Nullable;

/** A request got no answer. Messages hold ids, keys, sizes and status codes, never a payload. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the pipeline does about it. */
  public enum Kind {
    /** Retries were used up or the server is down: the image is deferred to the next run. */
    UNAVAILABLE,
    /** The run has sent or spent what it may: the image is deferred to the next run. */
    BUDGET_SPENT,
    /** This one request is wrong and will stay so: the image is quarantined. */
    REJECTED,
    /** No request can succeed (wrong key, no quota, unknown model): the run stops asking. */
    STOP_RUN
  }

  private final Kind kind;

  public ModelException(Kind kind, String message) {
    this(kind, message, null);
  }

  public ModelException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
