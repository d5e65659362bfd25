package dev.pancap.eval.caption.meteor;

/**
 * Words of the hypothesis that may be aligned with words of the reference.
 *
 * @param start index of the first word of the hypothesis
 * @param length in words of the hypothesis
 * @param referenceStart index of the first word of the reference
 * @param referenceLength in words of the reference
 */
record Match(int start, int length, int referenceStart, int referenceLength, Module module) {
  int distance() {
    return Math.abs(referenceStart - start);
  }
}
