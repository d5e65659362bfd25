package dev.pancap.eval.caption;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What BLEU needs to know of some images: additive, so that the figure of a corpus is that of the
 * sum of its images' states. Computed as pycocoevalcap does, reference length "closest".
 *
 * @param candidateWords words of the candidates
 * @param referenceWords words of the references closest in length
 * @param matched for n = 1 to 4, candidate n-grams that a reference has, clipped
 * @param guessed for n = 1 to 4, candidate n-grams
 */
public record BleuState(
    long candidateWords, long referenceWords, List<Long> matched, List<Long> guessed)
    implements Serializable {
  public static final BleuState EMPTY =
      new BleuState(0, 0, List.of(0L, 0L, 0L, 0L), List.of(0L, 0L, 0L, 0L));

  /** Keep quotients finite, in the original's sizes: scores are never exactly 0 or 1. */
  private static final double TINY = 1e-15;

  private static final double SMALL = 1e-9;

  public BleuState {
    matched = List.copyOf(matched);
    guessed = List.copyOf(guessed);
  }

  /** The state of one image. */
  public static BleuState of(TokenizedImage image) {
    NGrams[] candidate = NGrams.allOrders(image.candidate());
    List<NGrams[]> references = image.references().stream().map(NGrams::allOrders).toList();
    return of(candidate, references);
  }

  static BleuState of(NGrams[] candidate, List<NGrams[]> references) {
    List<Long> matched = new ArrayList<>();
    List<Long> guessed = new ArrayList<>();
    for (int order = 0; order < NGrams.ORDERS; order++) {
      guessed.add((long) candidate[order].total());
      matched.add(clipped(candidate[order], references, order));
    }
    int words = candidate[0].total();
    int closest = references.get(0)[0].total();
    for (NGrams[] reference : references) {
      int length = reference[0].total();
      int distance = Math.abs(length - words);
      int best = Math.abs(closest - words);
      // Of two equally close lengths the shorter one counts.
      if (distance < best || (distance == best && length < closest)) {
        closest = length;
      }
    }
    return new BleuState(words, closest, matched, guessed);
  }

  private static long clipped(NGrams candidate, List<NGrams[]> references, int order) {
    long sum = 0;
    for (int i = 0; i < candidate.distinct(); i++) {
      int most = 0;
      for (NGrams[] reference : references) {
        most = Math.max(most, reference[order].countOf(candidate.key(i)));
      }
      sum += Math.min(candidate.count(i), most);
    }
    return sum;
  }

  public BleuState plus(BleuState other) {
    return new BleuState(
        candidateWords + other.candidateWords,
        referenceWords + other.referenceWords,
        sums(matched, other.matched),
        sums(guessed, other.guessed));
  }

  private static List<Long> sums(List<Long> a, List<Long> b) {
    List<Long> sums = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      sums.add(a.get(i) + b.get(i));
    }
    return sums;
  }

  /** BLEU@1 to BLEU@4, brevity penalty included. */
  public List<Double> scores() {
    double ratio = (candidateWords + TINY) / (referenceWords + SMALL);
    double penalty = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
    List<Double> scores = new ArrayList<>();
    double product = 1;
    for (int k = 0; k < NGrams.ORDERS; k++) {
      product *= (matched.get(k) + TINY) / (guessed.get(k) + SMALL);
      scores.add(Math.pow(product, 1.0 / (k + 1)) * penalty);
    }
    return scores;
  }
}
