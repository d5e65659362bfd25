package dev.pancap.eval.phrase;

/** How alike two phrases are: of an encoder, the cosine of their vectors. */
public interface PhraseSimilarity {
  /** From -1 to 1; 1 for equal phrases. Symmetric. */
  double similarity(String a, String b);

  /** Names the encoder in results: figures of two encoders are not comparable. */
  String name();
}
