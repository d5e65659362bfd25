package dev.pancap.eval.statistics;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures of a set of published and quarantined images. Parts are added, in any order.
 *
 * @param masks annotated segments an image, crowds included
 * @param buckets images by annotated masks, as the slides of COCONut-PanCap class them; 15 and 25
 *     belong to the middle
 * @param categories segments by category
 * @param flags images by flag
 * @param quarantine images by reason
 */
public record ReleaseStatistics(
    Figure words,
    Figure sentences,
    Figure masks,
    Figure masksMentioned,
    Figure things,
    Figure stuffs,
    Map<String, Long> buckets,
    Map<String, Long> categories,
    Map<String, Long> flags,
    Map<String, Long> quarantine)
    implements Serializable {
  public static final ReleaseStatistics EMPTY =
      new ReleaseStatistics(
          Figure.EMPTY,
          Figure.EMPTY,
          Figure.EMPTY,
          Figure.EMPTY,
          Figure.EMPTY,
          Figure.EMPTY,
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of());

  /** A published image's numbers. */
  public record Counts(
      int words, int sentences, int masks, int masksMentioned, int things, int stuffs) {}

  /**
   * One published image.
   *
   * @param categories a category name a segment
   * @param flags each once
   */
  public static ReleaseStatistics published(
      Counts counts, Iterable<String> categories, Iterable<String> flags) {
    return new ReleaseStatistics(
        Figure.of(counts.words),
        Figure.of(counts.sentences),
        Figure.of(counts.masks),
        Figure.of(counts.masksMentioned),
        Figure.of(counts.things),
        Figure.of(counts.stuffs),
        Map.of(bucket(counts.masks), 1L),
        frequencies(categories),
        frequencies(flags),
        Map.of());
  }

  /** One quarantined image. */
  public static ReleaseStatistics quarantined(String reason) {
    return new ReleaseStatistics(
        Figure.EMPTY,
        Figure.EMPTY,
        Figure.EMPTY,
        Figure.EMPTY,
        Figure.EMPTY,
        Figure.EMPTY,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(reason, 1L));
  }

  public ReleaseStatistics plus(ReleaseStatistics other) {
    return new ReleaseStatistics(
        words.plus(other.words),
        sentences.plus(other.sentences),
        masks.plus(other.masks),
        masksMentioned.plus(other.masksMentioned),
        things.plus(other.things),
        stuffs.plus(other.stuffs),
        sum(buckets, other.buckets),
        sum(categories, other.categories),
        sum(flags, other.flags),
        sum(quarantine, other.quarantine));
  }

  /** Published images. */
  public long images() {
    return words.count();
  }

  /** The name of an image's bucket. */
  public static String bucket(int masks) {
    if (masks < 15) {
      return "<15";
    }
    return masks <= 25 ? "15-25" : ">25";
  }

  private static Map<String, Long> frequencies(Iterable<String> names) {
    Map<String, Long> counts = new TreeMap<>();
    names.forEach(name -> counts.merge(name, 1L, Long::sum));
    return counts;
  }

  private static Map<String, Long> sum(Map<String, Long> left, Map<String, Long> right) {
    if (left.isEmpty()) {
      return right;
    }
    Map<String, Long> sum = new TreeMap<>(left);
    right.forEach((name, count) -> sum.merge(name, count, Long::sum));
    return sum;
  }
}
