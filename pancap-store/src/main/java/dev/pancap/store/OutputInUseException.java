package dev.pancap.store;

import java.io.IOException;

/** Another run holds the lease of an output folder. The message names it. */
public final class OutputInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  OutputInUseException(String message) {
    super(message);
  }
}
