package dev.pancap.segment;

import dev.pancap.image.ImageSize;

/**
 * Mask logits of a picture's queries: query after query, row by row.
 *
 * @param values at {@code (query * height + y) * width + x}
 */
public record MaskLogits(int queries, int width, int height, float[] values) {
  public MaskLogits {
    if (queries < 0 || width <= 0 || height <= 0) {
      throw new IllegalArgumentException("%d masks of %d x %d".formatted(queries, width, height));
    }
    if ((long) queries * width * height != values.length) {
      throw new IllegalArgumentException(
          "%d values do not fill %d masks of %d x %d"
              .formatted(values.length, queries, width, height));
    }
  }

  int offset(int query, int y) {
    return (query * height + y) * width;
  }

  /** The masks scaled bilinearly, pixel centres on pixel centres, edges repeated. */
  MaskLogits scaled(ImageSize to) {
    Lerp columns = Lerp.of(width, to.width());
    Lerp rows = Lerp.of(height, to.height());
    float[] scaled = new float[Math.multiplyExact(queries, to.width() * to.height())];
    float[] line = new float[width];
    int at = 0;
    for (int query = 0; query < queries; query++) {
      for (int y = 0; y < to.height(); y++) {
        int upper = offset(query, rows.low(y));
        int lower = offset(query, rows.high(y));
        float down = rows.toHigh(y);
        for (int x = 0; x < width; x++) {
          line[x] = (1 - down) * values[upper + x] + down * values[lower + x];
        }
        for (int x = 0; x < to.width(); x++) {
          float right = columns.toHigh(x);
          scaled[at++] = (1 - right) * line[columns.low(x)] + right * line[columns.high(x)];
        }
      }
    }
    return new MaskLogits(queries, to.width(), to.height(), scaled);
  }

  /** Some of the masks. */
  MaskLogits selected(int[] some) {
    int length = width * height;
    float[] kept = new float[some.length * length];
    for (int i = 0; i < some.length; i++) {
      System.arraycopy(values, some[i] * length, kept, i * length, length);
    }
    return new MaskLogits(some.length, width, height, kept);
  }

  /** The top left part: what is beyond it belongs to padding. */
  MaskLogits cropped(ImageSize part) {
    if (part.width() == width && part.height() == height) {
      return this;
    }
    float[] kept = new float[queries * part.width() * part.height()];
    for (int query = 0; query < queries; query++) {
      for (int y = 0; y < part.height(); y++) {
        System.arraycopy(
            values,
            offset(query, y),
            kept,
            (query * part.height() + y) * part.width(),
            part.width());
      }
    }
    return new MaskLogits(queries, part.width(), part.height(), kept);
  }
}
