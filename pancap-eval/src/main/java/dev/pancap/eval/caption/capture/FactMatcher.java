package dev.pancap.eval.caption.capture;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Matches the facts of a candidate with those of a reference in three stages: equal ones, synonyms,
 * and for what is left the nearest embedding.
 */
final class FactMatcher {
  private static final double EPSILON = 1e-6;

  private final @Nullable PhraseEncoder encoder;

  /**
   * @param encoder null for leaving out the last stage
   */
  FactMatcher(@Nullable PhraseEncoder encoder) {
    this.encoder = encoder;
  }

  /** How facts of one kind match and what of them is embedded. */
  record Kind<T>(BiPredicate<T, T> synonymous, Function<T, String> phrase) {}

  <T> MatchQuality match(List<T> candidate, List<T> reference, Kind<T> kind) {
    List<T> ours = new ArrayList<>(candidate);
    List<T> theirs = new ArrayList<>(reference);
    int matched = remove(ours, theirs, Object::equals) + remove(ours, theirs, kind.synonymous());
    double candidateMatches = matched;
    double referenceMatches = matched;
    if (encoder != null && !ours.isEmpty() && !theirs.isEmpty()) {
      List<double[]> a = encoder.encode(ours.stream().map(kind.phrase()).toList());
      List<double[]> b = encoder.encode(theirs.stream().map(kind.phrase()).toList());
      candidateMatches += nearest(a, b);
      referenceMatches += nearest(b, a);
    }
    return MatchQuality.of(
        candidateMatches / (candidate.size() + EPSILON),
        referenceMatches / (reference.size() + EPSILON));
  }

  /** Takes pairs out of both lists, first come first served, and says how many. */
  private static <T> int remove(List<T> ours, List<T> theirs, BiPredicate<T, T> rule) {
    int pairs = 0;
    Iterator<T> each = ours.iterator();
    while (each.hasNext()) {
      T fact = each.next();
      for (int i = 0; i < theirs.size(); i++) {
        if (rule.test(fact, theirs.get(i))) {
          theirs.remove(i);
          each.remove();
          pairs++;
          break;
        }
      }
    }
    return pairs;
  }

  /** Sum over the first of the greatest cosine with any of the second. */
  private static double nearest(List<double[]> from, List<double[]> to) {
    double sum = 0;
    for (double[] a : from) {
      double best = Double.NEGATIVE_INFINITY;
      for (double[] b : to) {
        double cosine = 0;
        for (int i = 0; i < a.length; i++) {
          cosine += a[i] * b[i];
        }
        best = Math.max(best, cosine);
      }
      sum += best;
    }
    return sum;
  }
}
