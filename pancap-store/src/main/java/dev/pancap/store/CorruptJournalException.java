package dev.pancap.store;

import java.io.IOException;

/** A file of the journal is incomplete or was changed; nothing of it is used. */
public final class CorruptJournalException extends IOException {
  private static final long serialVersionUID = 1L;

  CorruptJournalException(String file, String what) {
    super("journal file %s is not usable: %s".formatted(file, what));
  }

  CorruptJournalException(String file, String what, Throwable cause) {
    super("journal file %s is not usable: %s".formatted(file, what), cause);
  }
}
