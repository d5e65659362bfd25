package dev.pancap.spark;

/**
 * A run ended as it should not, for a reason that one sentence tells: too many rejections, a gate
 * that holds back a release, a damaged release. The exit code is 1 and no stack trace is shown.
 */
public final class RunFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunFailedException(String message) {
    super(message);
  }
}
