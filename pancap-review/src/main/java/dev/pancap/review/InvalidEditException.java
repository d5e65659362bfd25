package dev.pancap.review;

/** An edit that cannot be stored; the message is shown to the rater. */
final class InvalidEditException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidEditException(String message) {
    super(message);
  }
}
