package dev.pancap.segment;

import dev.pancap.panoptic.LabelMap;
import java.util.ArrayList;
import java.util.Arrays;
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
final class PanopticMerge {
  /* The masks are smaller than the picture, so the picture falls into cells of pixels that lie
   * between the same four mask values, and a query's values in a cell lie between the least and the
   * largest of its four. Hence, per cell:
   *  - one query's least value bounds the winner from below, and whoever's largest value does not
   *    reach it has not to be looked at; most cells have one candidate left and need no pixel's
   *    value at all;
   *  - a query's own area takes all pixels of a cell, or none, unless the threshold lies between.
   * Cells are looked at in blocks of BLOCK, and a query only in blocks where its largest value is of
   * any use. All this compares logits, which order like probabilities, so that sigmoids are computed for the
   * few values that are interpolated.
   */

  /** Larger than what rounding can do to a bound, far smaller than what it costs in candidates. */
  private static final float SLACK = 1e-3f;

  private static final int BLOCK = 32;

  /**
   * Up to here two logits that are SLACK apart have different probabilities in single precision.
   */
  private static final float SATURATED = 9;

  private final MaskLogits masks;
  private final QueryClass[] classes;
  private final MergeThresholds thresholds;
  private final int[] kept;
  private final Lerp columns;
  private final Lerp rows;
  private final int[] columnStarts;
  private final int[] rowStarts;

  /** Below this logit a kept query's weighted probability is below the mask threshold. */
  private final float[] ownFrom;

  /** Above this logit a kept query's weighted probability is above the mask threshold. */
  private final float[] ownSurely;

  private final int blocks;

  /** The largest logit of each kept query in each row of each block, next column included. */
  private final float[] blockMost;

  private final int[] winner;
  private final long[] won;
  private final long[] own;

  private PanopticMerge(
      MaskLogits masks, QueryClass[] classes, MergeThresholds thresholds, PictureSize size) {
    this.masks = masks;
    this.classes = classes;
    this.thresholds = thresholds;
    this.kept =
        IntStream.range(0, classes.length)
            .filter(q -> classes[q].label() != QueryClass.NOTHING)
            .filter(q -> classes[q].score() > thresholds.score())
            .toArray();
    this.columns = Lerp.of(masks.width(), size.width());
    this.rows = Lerp.of(masks.height(), size.height());
    this.columnStarts = columns.cellStarts();
    this.rowStarts = rows.cellStarts();
    this.ownFrom = new float[kept.length];
    this.ownSurely = new float[kept.length];
    this.blocks = (masks.width() + BLOCK - 1) / BLOCK;
    this.blockMost = new float[kept.length * masks.height() * blocks];
    this.winner = new int[size.width() * size.height()];
    this.won = new long[kept.length];
    this.own = new long[kept.length];
  }

  /**
   * @param classes what each query was classified as, in the order of the masks
   * @param size the picture's size
   */
  static MergedMasks merge(
      MaskLogits masks, QueryClass[] classes, MergeRules rules, PictureSize size) {
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
  record MergeRules(MergeThresholds thresholds, IntPredicate known, IntPredicate fuses) {}

  private MergedMasks merge(MergeRules rules, PictureSize size) {
    if (kept.length == 0) {
      return new MergedMasks(LabelMap.wrap(size.width(), size.height(), winner), List.of());
    }
    measureBlocks();
    for (int cellRow = 0; cellRow < masks.height(); cellRow++) {
      if (rowStarts[cellRow] < rowStarts[cellRow + 1]) {
        assignRow(cellRow);
      }
    }
    return label(rules, size);
  }

  private void measureBlocks() {
    float[] values = masks.values();
    for (int k = 0; k < kept.length; k++) {
      double share = thresholds.mask() / classes[kept[k]].score();
      float logit = share < 1 ? (float) Math.log(share / (1 - share)) : Float.POSITIVE_INFINITY;
      ownFrom[k] = Math.min(logit, SATURATED) - SLACK;
      ownSurely[k] = logit < SATURATED ? logit + SLACK : Float.POSITIVE_INFINITY;
      for (int y = 0; y < masks.height(); y++) {
        int row = masks.offset(kept[k], y);
        for (int block = 0; block < blocks; block++) {
          int end = row + Math.min((block + 1) * BLOCK + 1, masks.width());
          blockMost[(y * blocks + block) * kept.length + k] =
              largest(values, row + block * BLOCK, end);
        }
      }
    }
  }

  /** Four maxima at a time, which do not wait for each other. */
  private static float largest(float[] values, int from, int end) {
    float a = Float.NEGATIVE_INFINITY;
    float b = a;
    float c = a;
    float d = a;
    int i = from;
    for (; i + 3 < end; i += 4) {
      a = Math.max(a, values[i]);
      b = Math.max(b, values[i + 1]);
      c = Math.max(c, values[i + 2]);
      d = Math.max(d, values[i + 3]);
    }
    for (; i < end; i++) {
      a = Math.max(a, values[i]);
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  /** Assigns the pixels between one row of mask values and the next. */
  private void assignRow(int cellRow) {
    CellRow row = new CellRow(cellRow, Math.min(cellRow + 1, masks.height() - 1));
    float[] most = new float[kept.length];
    for (int block = 0; block < blocks; block++) {
      int upper = (row.upperRow * blocks + block) * kept.length;
      int lower = (row.lowerRow * blocks + block) * kept.length;
      for (int k = 0; k < most.length; k++) {
        most[k] = Math.max(blockMost[upper + k], blockMost[lower + k]);
      }
      float[] bound = lowerBounds(row, block * BLOCK, most);
      float least = Float.POSITIVE_INFINITY;
      for (float value : bound) {
        least = Math.min(least, value);
      }
      for (int k = 0; k < most.length; k++) {
        if (most[k] >= least || most[k] >= ownFrom[k]) {
          row.add(k, block * BLOCK, bound);
        }
      }
    }
    row.assign();
  }

  /**
   * For each cell of a block a logit that a query must reach there to win any pixel.
   *
   * @param most the largest logit of each kept query in the block
   */
  private float[] lowerBounds(CellRow row, int first, float[] most) {
    float[] bestLeast = new float[Math.min(BLOCK, masks.width() - first)];
    int[] best = new int[bestLeast.length];
    Arrays.fill(bestLeast, Float.NEGATIVE_INFINITY);
    float leader = Float.NEGATIVE_INFINITY;
    for (float value : most) {
      leader = Math.max(leader, value);
    }
    // Any query gives a true bound; those that are nowhere likely give a poor one.
    float worthwhile = Math.min(leader, 0);
    for (int k = 0; k < most.length; k++) {
      if (most[k] >= worthwhile) {
        row.raiseBounds(k, first, bestLeast, best);
      }
    }
    for (int x = 0; x < bestLeast.length; x++) {
      double weighted = classes[kept[best[x]]].score() * sigmoid(bestLeast[x]);
      bestLeast[x] = Math.min((float) Math.log(weighted / (1 - weighted)), SATURATED) - SLACK;
    }
    return bestLeast;
  }

  private static float sigmoid(float logit) {
    return (float) (1 / (1 + Math.exp(-(double) logit)));
  }

  private MergedMasks label(MergeRules rules, PictureSize size) {
    int[] idOf = new int[kept.length];
    List<ScoredSegment> segments = new ArrayList<>();
    Map<Integer, Integer> fused = new HashMap<>();
    for (int k = 0; k < kept.length; k++) {
      QueryClass found = classes[kept[k]];
      boolean holds = own[k] > 0 && won[k] > 0 && share(k) > thresholds.overlap();
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
    for (int pixel = 0; pixel < winner.length; pixel++) {
      winner[pixel] = idOf[winner[pixel]];
    }
    return new MergedMasks(LabelMap.wrap(size.width(), size.height(), winner), segments);
  }

  /** In single precision, as the original divides. */
  private float share(int k) {
    return (float) won[k] / own[k];
  }

  /** The candidates of a row of cells, and the pixels that they get. */
  private final class CellRow {
    private final int upperRow;
    private final int lowerRow;
    private final int[] candidates = new int[masks.width()];
    private final int[][] more = new int[masks.width()][];

    CellRow(int upperRow, int lowerRow) {
      this.upperRow = upperRow;
      this.lowerRow = lowerRow;
    }

    /** Keeps the largest of the queries' least values in each cell from {@code first} on. */
    void raiseBounds(int k, int first, float[] bestLeast, int[] best) {
      float[] values = masks.values();
      int upper = masks.offset(kept[k], upperRow);
      int lower = masks.offset(kept[k], lowerRow);
      int last = masks.width() - 1;
      float left = Math.min(values[upper + first], values[lower + first]);
      for (int i = 0; i < bestLeast.length; i++) {
        int next = Math.min(first + i + 1, last);
        float a = values[upper + next];
        float b = values[lower + next];
        float right = a < b ? a : b;
        float least = left < right ? left : right;
        if (least > bestLeast[i]) {
          bestLeast[i] = least;
          best[i] = k;
        }
        left = right;
      }
    }

    /**
     * Takes a query into the cells from {@code first} on where it may win, and counts its own area
     * in all of them.
     */
    void add(int k, int first, float[] bound) {
      float[] values = masks.values();
      int upper = masks.offset(kept[k], upperRow);
      int lower = masks.offset(kept[k], lowerRow);
      int last = masks.width() - 1;
      int height = rowStarts[upperRow + 1] - rowStarts[upperRow];
      float leftMost = Math.max(values[upper + first], values[lower + first]);
      float leftLeast = Math.min(values[upper + first], values[lower + first]);
      for (int x = first; x < first + bound.length; x++) {
        int next = Math.min(x + 1, last);
        float a = values[upper + next];
        float b = values[lower + next];
        float rightMost = a > b ? a : b;
        float rightLeast = a < b ? a : b;
        float most = leftMost > rightMost ? leftMost : rightMost;
        float least = leftLeast < rightLeast ? leftLeast : rightLeast;
        if (most >= bound[x - first]) {
          addCandidate(x, k);
        }
        if (least > ownSurely[k]) {
          own[k] += (long) height * (columnStarts[x + 1] - columnStarts[x]);
        } else if (most >= ownFrom[k]) {
          own[k] += countOwn(k, x);
        }
        leftMost = rightMost;
        leftLeast = rightLeast;
      }
    }

    private void addCandidate(int x, int k) {
      int count = candidates[x]++;
      if (more[x] == null) {
        more[x] = new int[2];
      } else if (count == more[x].length) {
        more[x] = Arrays.copyOf(more[x], 2 * count);
      }
      more[x][count] = k;
    }

    private long countOwn(int k, int x) {
      float[] corners = corners(k, x);
      long count = 0;
      for (int row = rowStarts[upperRow]; row < rowStarts[upperRow + 1]; row++) {
        for (int column = columnStarts[x]; column < columnStarts[x + 1]; column++) {
          if (weighted(corners, row, column) >= (float) thresholds.mask()) {
            count++;
          }
        }
      }
      return count;
    }

    void assign() {
      for (int x = 0; x < candidates.length; x++) {
        if (columnStarts[x] < columnStarts[x + 1]) {
          if (candidates[x] == 1) {
            giveAll(x, more[x][0]);
          } else {
            compete(x);
          }
        }
      }
    }

    private void giveAll(int x, int k) {
      for (int row = rowStarts[upperRow]; row < rowStarts[upperRow + 1]; row++) {
        int from = row * columns.size();
        Arrays.fill(winner, from + columnStarts[x], from + columnStarts[x + 1], k);
      }
      won[k] +=
          (long) (rowStarts[upperRow + 1] - rowStarts[upperRow])
              * (columnStarts[x + 1] - columnStarts[x]);
    }

    private void compete(int x) {
      float[][] corners = new float[candidates[x]][];
      for (int i = 0; i < corners.length; i++) {
        corners[i] = corners(more[x][i], x);
      }
      for (int row = rowStarts[upperRow]; row < rowStarts[upperRow + 1]; row++) {
        for (int column = columnStarts[x]; column < columnStarts[x + 1]; column++) {
          int best = 0;
          float most = weighted(corners[0], row, column);
          for (int i = 1; i < corners.length; i++) {
            float value = weighted(corners[i], row, column);
            if (value > most) {
              most = value;
              best = i;
            }
          }
          int k = more[x][best];
          winner[row * columns.size() + column] = k;
          won[k]++;
        }
      }
    }

    /** The probabilities at a cell's corners, row by row, and the query's score. */
    private float[] corners(int k, int x) {
      int next = Math.min(x + 1, masks.width() - 1);
      int upper = masks.offset(kept[k], upperRow);
      int lower = masks.offset(kept[k], lowerRow);
      float[] values = masks.values();
      return new float[] {
        sigmoid(values[upper + x]),
        sigmoid(values[upper + next]),
        sigmoid(values[lower + x]),
        sigmoid(values[lower + next]),
        classes[kept[k]].score()
      };
    }

    private float weighted(float[] corners, int row, int column) {
      float right = columns.toHigh(column);
      float down = rows.toHigh(row);
      float upper = (1 - right) * corners[0] + right * corners[1];
      float lower = (1 - right) * corners[2] + right * corners[3];
      return ((1 - down) * upper + down * lower) * corners[4];
    }
  }
}
