package dev.pancap.eval.report;

import dev.pancap.caption.Words;
import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that the report shows, counted exactly. States of disjoint sets of images merge into
 * the state of their union, in any order. Its size depends on the vocabulary, not on the number of
 * images. Not safe for use by several threads.
 */
public final class ReportState implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Distribution words = new Distribution();
  private final Distribution sentences = new Distribution();
  private final Distribution annotatedMasks = new Distribution();
  private final Distribution mentionedMasks = new Distribution();
  private final Distribution things = new Distribution();
  private final Distribution stuff = new Distribution();
  private final Distribution categoriesAnImage = new Distribution();
  private final TreeMap<Integer, Distribution> wordsByMasks = new TreeMap<>();
  private final TreeMap<String, CategoryCount> categories = new TreeMap<>();
  private final EnumMap<MaskBucket, Long> buckets = new EnumMap<>(MaskBucket.class);
  private final EnumMap<MaskBucket, BucketExample> examples = new EnumMap<>(MaskBucket.class);
  private final NounCounts nouns = new NounCounts();
  private long images;
  private long annotatedPixels;
  private long mentionedPixels;

  public void add(ReportedImage image) {
    images++;
    for (String caption : image.captions()) {
      int length = Words.count(caption);
      words.add(length);
      sentences.add(Words.countSentences(caption));
      nouns.add(caption);
      if (!image.masks().isEmpty()) {
        wordsByMasks
            .computeIfAbsent(image.masks().size(), unseen -> new Distribution())
            .add(length);
      }
    }
    if (!image.masks().isEmpty()) {
      addMasks(image);
    }
  }

  private void addMasks(ReportedImage image) {
    annotatedMasks.add(image.masks().size());
    mentionedMasks.add(image.mentionedMasks());
    int thingMasks = (int) image.masks().stream().filter(ReportedMask::isThing).count();
    things.add(thingMasks);
    stuff.add(image.masks().size() - thingMasks);
    Set<String> seen = new HashSet<>();
    for (ReportedMask mask : image.masks()) {
      annotatedPixels += mask.areaPixels();
      mentionedPixels += mask.isMentioned() ? mask.areaPixels() : 0;
      categories.merge(
          mask.category(),
          new CategoryCount(
              mask.isThing(), seen.add(mask.category()) ? 1 : 0, 1, mask.isMentioned() ? 1 : 0),
          CategoryCount::plus);
    }
    categoriesAnImage.add(seen.size());
    MaskBucket bucket = MaskBucket.of(image.masks().size());
    buckets.merge(bucket, 1L, Long::sum);
    examples.merge(bucket, new BucketExample(image), BucketExample::better);
  }

  /** Takes in what the other one counted. */
  public void merge(ReportState other) {
    words.merge(other.words);
    sentences.merge(other.sentences);
    annotatedMasks.merge(other.annotatedMasks);
    mentionedMasks.merge(other.mentionedMasks);
    things.merge(other.things);
    stuff.merge(other.stuff);
    categoriesAnImage.merge(other.categoriesAnImage);
    other.wordsByMasks.forEach(
        (masks, counted) ->
            wordsByMasks.computeIfAbsent(masks, unseen -> new Distribution()).merge(counted));
    other.categories.forEach((name, count) -> categories.merge(name, count, CategoryCount::plus));
    other.buckets.forEach((bucket, n) -> buckets.merge(bucket, n, Long::sum));
    other.examples.forEach((bucket, e) -> examples.merge(bucket, e, BucketExample::better));
    nouns.merge(other.nouns);
    images += other.images;
    annotatedPixels += other.annotatedPixels;
    mentionedPixels += other.mentionedPixels;
  }

  public long images() {
    return images;
  }

  /** Words a caption. */
  public Distribution words() {
    return words;
  }

  /** Sentences a caption. */
  public Distribution sentences() {
    return sentences;
  }

  /** Masks an image, as annotated, of the images whose masks are known. */
  public Distribution annotatedMasks() {
    return annotatedMasks;
  }

  /** Masks an image that its captions name. */
  public Distribution mentionedMasks() {
    return mentionedMasks;
  }

  public Distribution things() {
    return things;
  }

  public Distribution stuff() {
    return stuff;
  }

  /** Different categories an image. */
  public Distribution categoriesAnImage() {
    return categoriesAnImage;
  }

  /** Words a caption by the number of annotated masks. */
  public SortedMap<Integer, Distribution> wordsByMasks() {
    return Collections.unmodifiableSortedMap(wordsByMasks);
  }

  /** By published name. */
  public SortedMap<String, CategoryCount> categories() {
    return Collections.unmodifiableSortedMap(categories);
  }

  public long imagesIn(MaskBucket bucket) {
    return buckets.getOrDefault(bucket, 0L);
  }

  public Optional<BucketExample> exampleOf(MaskBucket bucket) {
    return Optional.ofNullable(examples.get(bucket));
  }

  public NounCounts nouns() {
    return nouns;
  }

  /** The share of annotated masks that captions name, NaN where there are none. */
  public double maskCoverage() {
    return (double) mentionedMasks.total() / annotatedMasks.total();
  }

  /** The share of the annotated pixels that belong to named masks, NaN where there are none. */
  public double pixelCoverage() {
    return (double) mentionedPixels / annotatedPixels;
  }

  /** Pearson's correlation of a caption's words and its image's masks, NaN where undefined. */
  public double wordsMasksCorrelation() {
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (Map.Entry<Integer, Distribution> row : wordsByMasks.entrySet()) {
      double masks = row.getKey();
      for (Map.Entry<Integer, Long> cell : row.getValue().counts().entrySet()) {
        double length = cell.getKey();
        double weight = cell.getValue();
        n += weight;
        x += weight * masks;
        y += weight * length;
        xx += weight * masks * masks;
        yy += weight * length * length;
        xy += weight * masks * length;
      }
    }
    double spread = Math.sqrt((n * xx - x * x) * (n * yy - y * y));
    return spread > 0 ? (n * xy - x * y) / spread : Double.NaN;
  }
}
