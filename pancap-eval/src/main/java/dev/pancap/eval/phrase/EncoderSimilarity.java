package dev.pancap.eval.phrase;

import dev.pancap.eval.caption.capture.PhraseEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cosine of the vectors that an encoder gives; vectors are kept. Not safe for several threads.
 */
public final class EncoderSimilarity implements PhraseSimilarity {
  private final PhraseEncoder encoder;
  private final String name;
  private final Map<String, double[]> vectors = new HashMap<>();

  /**
   * @param name of the encoder, for results
   */
  public EncoderSimilarity(PhraseEncoder encoder, String name) {
    this.encoder = encoder;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double similarity(String a, String b) {
    double[] left = vector(a);
    double[] right = vector(b);
    double dot = 0;
    for (int i = 0; i < left.length; i++) {
      dot += left[i] * right[i];
    }
    return dot;
  }

  private double[] vector(String phrase) {
    return vectors.computeIfAbsent(phrase, unseen -> encoder.encode(List.of(unseen)).get(0));
  }
}
