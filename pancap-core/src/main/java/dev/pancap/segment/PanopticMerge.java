package dev.pancap.segment;

import dev.pancap.image.ImageSize;
import dev.pancap.panoptic.LabelMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Merges the masks of a network's queries into one label map.
 *
 * <p>Queries of "no object" and those whose score does not exceed the threshold are dropped. Every
 * pixel goes to the query with the largest mask probability times score, the first of equals. A
 * query becomes a segment if the pixels that it won are more than a share of the pixels where its
 * <em>weighted</em> probability reaches the mask threshold; the original weighs in place, so that
 * its ratio compares the weighted one too. Pixels of other queries stay void. Stuff of one class is
 * one segment.
 *
 * <p>One thing differs from the original on purpose: after a fused segment it counts on from the
 * reused id and so gives two segments one number.
 */
public final class PanopticMerge {
  /* The masks are smaller than the picture, so the picture falls into cells of pixels that lie
   * between the same four mask values, and a query's values in a cell lie between the least and the
   * largest of its four. Hence, per cell:
   *  - any query's least value bounds the winner from below, and whoever's largest value does not
   *    reach it has not to be looked at; most cells have one candidate left and need no pixel's
   *    value at all;
   *  - a query's own area takes all pixels of a cell, or none, unless the threshold lies between.
   * Cells are looked at in blocks, and a query only in blocks where its largest value is of any
   * use. All this compares logits, which order like probabilities, so that sigmoids are computed
   * for the few values that are interpolated.
   */

  /** Larger than what rounding can do to a bound, far smaller than what it costs in candidates. */
  private static final float SLACK = 1e-3f;

  /**
   * Up to here two logits that are SLACK apart have different probabilities in single precision.
   */
  private static final float SATURATED = 9;

  /** Below minus this a weighted probability's bound is taken as none. */
  private static final float LOWEST = -24;

  /** Steps of the table of bounds a unit of logit. */
  private static final int STEPS = 32;

  private final MaskLogits masks;
  private final QueryClass[] classes;
  private final MergeThresholds thresholds;
  private final int[] kept;
  private final MergeGrid grid;
  private final float[] bounds;

  private PanopticMerge(
      MaskLogits masks, QueryClass[] classes, MergeThresholds thresholds, ImageSize size) {
    this.masks = masks;
    this.classes = classes;
    this.thresholds = thresholds;
    this.kept =
        IntStream.range(0, classes.length)
            .filter(q -> classes[q].label() != QueryClass.NOTHING)
            .filter(q -> classes[q].score() > thresholds.score())
            .toArray();
    this.grid = new MergeGrid(masks, size, kept.length, (float) thresholds.mask());
    this.bounds = bounds();
  }

  /**
   * @param classes what each query was classified as, in the order of the masks
   * @param size the picture's size
   * @throws IllegalArgumentException if masks and classes are not equally many
   */
  public static MergedMasks merge(
      MaskLogits masks, QueryClass[] classes, MergeRules rules, ImageSize size) {
    if (classes.length != masks.queries()) {
      throw new IllegalArgumentException(
          "%d classes for %d masks".formatted(classes.length, masks.queries()));
    }
    return new PanopticMerge(masks, classes, rules.thresholds(), size).merge(rules, size);
  }

  /**
   * How queries become segments.
   *
   * @param known whether a label is a category; queries of others win pixels, which stay void
   * @param fuses whether segments of a label are fused into one, as stuff is
   */
  public record MergeRules(MergeThresholds thresholds, IntPredicate known, IntPredicate fuses) {}

  private MergedMasks merge(MergeRules rules, ImageSize size) {
    if (kept.length == 0) {
      return new MergedMasks(LabelMap.wrap(size.width(), size.height(), grid.winner), List.of());
    }
    for (int k = 0; k < kept.length; k++) {
      double share = thresholds.mask() / classes[kept[k]].score();
      float logit = share < 1 ? (float) Math.log(share / (1 - share)) : Float.POSITIVE_INFINITY;
      grid.scores[k] = classes[kept[k]].score();
      grid.ownFrom[k] = Math.min(logit, SATURATED) - SLACK;
      grid.ownSurely[k] = logit < SATURATED ? logit + SLACK : Float.POSITIVE_INFINITY;
    }
    int across = (masks.width() + CellBlock.WIDTH - 1) / CellBlock.WIDTH;
    int down = (masks.height() + CellBlock.HEIGHT - 1) / CellBlock.HEIGHT;
    float[] most = new float[across * down * kept.length];
    for (int k = 0; k < kept.length; k++) {
      measure(k, most);
    }
    CellBlock block = new CellBlock(masks, kept.length);
    for (int i = 0; i < across * down; i++) {
      block.moveTo(i % across * CellBlock.WIDTH, i / across * CellBlock.HEIGHT);
      assign(block, most, i * kept.length);
    }
    return label(rules, size);
  }

  /**
   * For steps of a query's logit, the logit that another one must reach to win against it, whatever
   * their scores are: the other's is 1 at most, its own that of the least sure query at least.
   */
  private float[] bounds() {
    double least = IntStream.of(kept).mapToDouble(query -> classes[query].score()).min().orElse(1);
    float[] bounds = new float[(int) ((SATURATED - LOWEST) * STEPS) + 1];
    for (int i = 0; i < bounds.length; i++) {
      double weighted = least / (1 + Math.exp(-(LOWEST + (double) i / STEPS)));
      bounds[i] = (float) Math.min(Math.log(weighted / (1 - weighted)), SATURATED) - SLACK;
    }
    return bounds;
  }

  private float boundOf(float logit) {
    if (logit < LOWEST) {
      return Float.NEGATIVE_INFINITY;
    }
    return bounds[(int) ((Math.min(logit, SATURATED) - LOWEST) * STEPS)];
  }

  /**
   * The largest logit of a kept query in each block. This reads a whole mask from its first value
   * to its last, which memory is fastest at.
   */
  private void measure(int k, float[] most) {
    float[] line = new float[masks.width()];
    int block = 0;
    for (int top = 0; top < masks.height(); top += CellBlock.HEIGHT) {
      int bottom = Math.min(top + CellBlock.HEIGHT, masks.height() - 1);
      System.arraycopy(masks.values(), masks.offset(kept[k], top), line, 0, line.length);
      for (int y = top + 1; y <= bottom; y++) {
        raise(line, masks.values(), masks.offset(kept[k], y));
      }
      for (int left = 0; left < line.length; left += CellBlock.WIDTH, block++) {
        most[block * kept.length + k] =
            largest(line, left, Math.min(left + CellBlock.WIDTH + 1, line.length));
      }
    }
  }

  private static void raise(float[] line, float[] values, int from) {
    for (int x = 0; x < line.length; x++) {
      line[x] = Math.max(line[x], values[from + x]);
    }
  }

  /** Four maxima that do not wait for each other. */
  private static float largest(float[] line, int from, int to) {
    float a = line[from];
    float b = a;
    float c = a;
    float d = a;
    int x = from + 1;
    for (; x + 3 < to; x += 4) {
      a = Math.max(a, line[x]);
      b = Math.max(b, line[x + 1]);
      c = Math.max(c, line[x + 2]);
      d = Math.max(d, line[x + 3]);
    }
    for (; x < to; x++) {
      a = Math.max(a, line[x]);
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  /**
   * Assigns the pixels of a block.
   *
   * @param most the largest logits of the kept queries in the block, from {@code from} on
   */
  private void assign(CellBlock block, float[] most, int from) {
    float leader = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < kept.length; k++) {
      leader = Math.max(leader, most[from + k]);
    }
    // Any query gives a true bound; those that are nowhere likely give a poor one.
    float likely = Math.min(leader, 0);
    for (int k = 0; k < kept.length; k++) {
      if (most[from + k] >= likely) {
        block.add(k, kept[k]);
      }
    }
    float[] bound = new float[CellBlock.WIDTH * CellBlock.HEIGHT];
    float least = Float.POSITIVE_INFINITY;
    for (int row = 0; row < block.height(); row++) {
      for (int cell = row * CellBlock.WIDTH, end = cell + block.width(); cell < end; cell++) {
        bound[cell] = boundOf(block.bestLeast(cell));
        least = Math.min(least, bound[cell]);
      }
    }
    for (int k = 0; k < kept.length; k++) {
      float largest = most[from + k];
      if (largest < likely && (largest >= least || largest >= grid.ownFrom[k])) {
        block.add(k, kept[k]);
      }
    }
    for (int row = 0; row < block.height(); row++) {
      if (grid.rowStarts[block.top() + row] < grid.rowStarts[block.top() + row + 1]) {
        new CellRow(grid, block, row).assign(bound);
      }
    }
  }

  private MergedMasks label(MergeRules rules, ImageSize size) {
    int[] idOf = new int[kept.length];
    List<ScoredSegment> segments = new ArrayList<>();
    Map<Integer, Integer> fused = new HashMap<>();
    for (int k = 0; k < kept.length; k++) {
      QueryClass found = classes[kept[k]];
      boolean holds = grid.own[k] > 0 && grid.won[k] > 0 && share(k) > thresholds.overlap();
      if (!holds || !rules.known().test(found.label())) {
        continue;
      }
      Integer known = rules.fuses().test(found.label()) ? fused.get(found.label()) : null;
      if (known == null) {
        idOf[k] = segments.size() + 1;
        segments.add(new ScoredSegment(idOf[k], found.label(), found.score()));
        fused.put(found.label(), idOf[k]);
      } else {
        idOf[k] = known;
        ScoredSegment first = segments.get(known - 1);
        segments.set(
            known - 1,
            new ScoredSegment(known, found.label(), Math.max(first.score(), found.score())));
      }
    }
    int[] winner = grid.winner;
    for (int pixel = 0; pixel < winner.length; pixel++) {
      winner[pixel] = idOf[winner[pixel]];
    }
    return new MergedMasks(LabelMap.wrap(size.width(), size.height(), grid.winner), segments);
  }

  /** In single precision, as the original divides. */
  private float share(int k) {
    return (float) grid.won[k] / grid.own[k];
  }
}
