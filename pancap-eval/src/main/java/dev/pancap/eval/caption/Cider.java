package dev.pancap.eval.caption;

import java.util.List;

/**
 * CIDEr as pycocoevalcap computes it, which is CIDEr-D: clipped counts, a Gaussian penalty on the
 * difference in length, no stemming, times ten. Second pass; the first fills {@link
 * DocumentFrequencies}. The corpus value is the mean.
 */
public final class Cider {
  private static final double SIGMA = 6;

  private final DocumentFrequencies frequencies;
  private final double logImages;

  /**
   * @param frequencies complete: of every image of the evaluation
   */
  public Cider(DocumentFrequencies frequencies) {
    this.frequencies = frequencies;
    this.logImages = Math.log(frequencies.images());
  }

  /** The score of one image, 0 to 10. With a single image in the evaluation it is 0. */
  public double score(TokenizedImage image) {
    return score(
        NGrams.allOrders(image.candidate()),
        image.references().stream().map(NGrams::allOrders).toList());
  }

  double score(NGrams[] candidate, List<NGrams[]> references) {
    double[] candidateNorms = norms(candidate);
    double sum = 0;
    for (NGrams[] reference : references) {
      double[] referenceNorms = norms(reference);
      // The original takes the number of bigrams for the length.
      double delta = candidate[1].total() - (double) reference[1].total();
      double penalty = Math.exp(-(delta * delta) / (2 * SIGMA * SIGMA));
      for (int order = 0; order < NGrams.ORDERS; order++) {
        double value = product(candidate[order], reference[order]);
        double norm = candidateNorms[order] * referenceNorms[order];
        sum += (norm == 0 ? value : value / norm) * penalty;
      }
    }
    return 10 * sum / NGrams.ORDERS / references.size();
  }

  private double[] norms(NGrams[] orders) {
    double[] norms = new double[NGrams.ORDERS];
    for (int order = 0; order < NGrams.ORDERS; order++) {
      double squares = 0;
      for (int i = 0; i < orders[order].distinct(); i++) {
        double weight = orders[order].count(i) * inverse(orders[order].key(i));
        squares += weight * weight;
      }
      norms[order] = Math.sqrt(squares);
    }
    return norms;
  }

  private double product(NGrams candidate, NGrams reference) {
    double sum = 0;
    for (int i = 0; i < candidate.distinct(); i++) {
      int inReference = reference.countOf(candidate.key(i));
      if (inReference > 0) {
        double inverse = inverse(candidate.key(i));
        double theirs = inReference * inverse;
        sum += Math.min(candidate.count(i) * inverse, theirs) * theirs;
      }
    }
    return sum;
  }

  private double inverse(long key) {
    return logImages - Math.log(Math.max(1, frequencies.of(key)));
  }
}
