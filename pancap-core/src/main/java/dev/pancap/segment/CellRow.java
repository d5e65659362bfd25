package dev.pancap.segment;

import java.util.Arrays;

/**
 * The cells of a block between one row of mask values and the next. Within a cell values are
 * interpolated across first, as PyTorch does: what that gives along the upper and the lower edge is
 * computed once a column, and every row of pixels mixes the two.
 */
final class CellRow {
  private final MergeGrid grid;
  private final CellBlock block;
  private final int firstCell;
  private final int upperRow;
  private final int top;
  private final int bottom;
  private final int[] candidates;

  /** Whether a candidate's own pixels are to be counted while it competes. */
  private final boolean[] counts;

  /** Columns of the widest cell. */
  private final int widest;

  /** Of each member: its values along the upper edge of a cell, then along the lower one. */
  private final float[] edges;

  /** The cell that a member's edges are of. */
  private final int[] edgesOf;

  /** Of a row of a cell's pixels: the best value so far, and whose it is. */
  private final float[] best;

  private final int[] first;

  CellRow(MergeGrid grid, CellBlock block, int row) {
    this.grid = grid;
    this.block = block;
    this.firstCell = row * CellBlock.WIDTH;
    this.upperRow = block.top() + row;
    this.top = grid.rowStarts[upperRow];
    this.bottom = grid.rowStarts[upperRow + 1];
    int most = 0;
    for (int x = block.left(); x < block.left() + block.width(); x++) {
      most = Math.max(most, grid.columnStarts[x + 1] - grid.columnStarts[x]);
    }
    this.widest = most;
    this.candidates = new int[block.size()];
    this.counts = new boolean[block.size()];
    this.edges = new float[block.size() * 2 * widest];
    this.edgesOf = new int[block.size()];
    this.best = new float[widest];
    this.first = new int[widest];
    Arrays.fill(edgesOf, -1);
  }

  /** Gives every pixel to its winner; neighbours with the same one and no other in a go. */
  void assign(float[] bound) {
    int runStart = 0;
    int runMember = -1;
    for (int i = 0; i < block.width(); i++) {
      int x = block.left() + i;
      boolean isEmpty = grid.columnStarts[x] == grid.columnStarts[x + 1];
      int single = isEmpty ? runMember : winnerOf(i, bound[firstCell + i]);
      if (single != runMember) {
        giveAll(runMember, runStart, i);
        runStart = i;
        runMember = single;
      }
    }
    giveAll(runMember, runStart, block.width());
  }

  /** The one query that can win a cell; -1 where several could and every pixel was looked at. */
  private int winnerOf(int i, float least) {
    int cell = firstCell + i;
    int x = block.left() + i;
    int pixels = (bottom - top) * (grid.columnStarts[x + 1] - grid.columnStarts[x]);
    int count = 0;
    for (int member = 0; member < block.size(); member++) {
      float most = block.most(member, cell);
      int k = block.member(member);
      boolean isOwn = block.least(member, cell) > grid.ownSurely[k];
      boolean mayBeOwn = !isOwn && most >= grid.ownFrom[k];
      if (isOwn) {
        grid.own[k] += pixels;
      }
      if (most >= least) {
        counts[count] = mayBeOwn;
        candidates[count++] = member;
      } else if (mayBeOwn) {
        countOwn(member, x);
      }
    }
    if (count == 1) {
      if (counts[0]) {
        countOwn(candidates[0], x);
      }
      return block.member(candidates[0]);
    }
    compete(x, count);
    return -1;
  }

  private void countOwn(int member, int x) {
    int upper = loadEdges(member, x);
    int lower = upper + widest;
    int width = grid.columnStarts[x + 1] - grid.columnStarts[x];
    int k = block.member(member);
    float score = grid.scores[k];
    long count = 0;
    for (int row = top; row < bottom; row++) {
      float down = grid.rows.toHigh(row);
      float up = 1 - down;
      for (int c = 0; c < width; c++) {
        float value = (up * edges[upper + c] + down * edges[lower + c]) * score;
        count += value >= grid.maskThreshold ? 1 : 0;
      }
    }
    grid.own[k] += count;
  }

  private void giveAll(int k, int from, int to) {
    int left = grid.columnStarts[block.left() + from];
    int right = grid.columnStarts[block.left() + to];
    if (k < 0 || left == right) {
      return;
    }
    int width = grid.columns.size();
    for (int row = top; row < bottom; row++) {
      Arrays.fill(grid.winner, row * width + left, row * width + right, k);
    }
    grid.won[k] += (long) (bottom - top) * (right - left);
  }

  private void compete(int x, int count) {
    for (int i = 0; i < count; i++) {
      loadEdges(candidates[i], x);
    }
    int left = grid.columnStarts[x];
    int width = grid.columnStarts[x + 1] - left;
    for (int row = top; row < bottom; row++) {
      Arrays.fill(best, 0, width, Float.NEGATIVE_INFINITY);
      Arrays.fill(first, 0, width, Integer.MAX_VALUE);
      for (int i = 0; i < count; i++) {
        mix(i, row, width);
      }
      int at = row * grid.columns.size() + left;
      for (int c = 0; c < width; c++) {
        grid.winner[at + c] = first[c];
        grid.won[first[c]]++;
      }
    }
  }

  /** Puts the i-th candidate's values in a row of pixels against the best so far. */
  private void mix(int i, int row, int width) {
    int upper = candidates[i] * 2 * widest;
    int lower = upper + widest;
    int k = block.member(candidates[i]);
    float score = grid.scores[k];
    float down = grid.rows.toHigh(row);
    float up = 1 - down;
    int own = 0;
    for (int c = 0; c < width; c++) {
      float value = (up * edges[upper + c] + down * edges[lower + c]) * score;
      own += value >= grid.maskThreshold ? 1 : 0;
      // Of equals the first query; the likely ones stand before the others here.
      if (value > best[c] || value == best[c] && k < first[c]) {
        best[c] = value;
        first[c] = k;
      }
    }
    if (counts[i]) {
      grid.own[k] += own;
    }
  }

  /** Where in {@link #edges} the member's values of the cell are. */
  private int loadEdges(int member, int x) {
    int upper = member * 2 * widest;
    if (edgesOf[member] == x) {
      return upper;
    }
    int next = Math.min(x + 1, grid.masks.width() - 1);
    int lowerRow = Math.min(upperRow + 1, grid.masks.height() - 1);
    float topLeft = block.probability(member, x, upperRow);
    float topRight = block.probability(member, next, upperRow);
    float bottomLeft = block.probability(member, x, lowerRow);
    float bottomRight = block.probability(member, next, lowerRow);
    int left = grid.columnStarts[x];
    int width = grid.columnStarts[x + 1] - left;
    for (int c = 0; c < width; c++) {
      float right = grid.columns.toHigh(left + c);
      edges[upper + c] = (1 - right) * topLeft + right * topRight;
      edges[upper + widest + c] = (1 - right) * bottomLeft + right * bottomRight;
    }
    edgesOf[member] = x;
    return upper;
  }
}
