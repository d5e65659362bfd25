package dev.pancap.segment;

import dev.pancap.image.ImageSize;

/**
 * How mask values lie over a picture, what each kept query needs, and what the merge has found so
 * far: shared by {@link PanopticMerge} and the rows of cells that it works through.
 */
final class MergeGrid {
  final MaskLogits masks;
  final Lerp columns;
  final Lerp rows;
  final int[] columnStarts;
  final int[] rowStarts;
  final float maskThreshold;

  /** Of each kept query. */
  final float[] scores;

  /** Below this logit a kept query's weighted probability is below the mask threshold. */
  final float[] ownFrom;

  /** Above this logit a kept query's weighted probability is above the mask threshold. */
  final float[] ownSurely;

  /** The kept query that won each pixel. */
  final int[] winner;

  /** Pixels that each kept query won. */
  final long[] won;

  /** Pixels where each kept query reaches the mask threshold. */
  final long[] own;

  MergeGrid(MaskLogits masks, ImageSize size, int kept, float maskThreshold) {
    this.masks = masks;
    this.columns = Lerp.of(masks.width(), size.width());
    this.rows = Lerp.of(masks.height(), size.height());
    this.columnStarts = columns.cellStarts();
    this.rowStarts = rows.cellStarts();
    this.maskThreshold = maskThreshold;
    this.scores = new float[kept];
    this.ownFrom = new float[kept];
    this.ownSurely = new float[kept];
    this.winner = new int[size.width() * size.height()];
    this.won = new long[kept];
    this.own = new long[kept];
  }
}
