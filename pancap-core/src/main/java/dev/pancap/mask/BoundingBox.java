package dev.pancap.mask;

import java.io.Serializable;

/**
 * A pixel-exact box: the left-most column, the top row, and the number of columns and rows, as in
 * COCO's {@code bbox [x, y, width, height]}. The box of an empty mask is {@code (0, 0, 0, 0)}.
 */
public record BoundingBox(int x, int y, int width, int height) implements Serializable {

  /** One past the right-most column. */
  public int right() {
    return x + width;
  }

  /** One past the bottom row. */
  public int bottom() {
    return y + height;
  }

  public double centerX() {
    return x + width / 2.0;
  }

  public double centerY() {
    return y + height / 2.0;
  }

  /** Whether a pixel lies in both boxes. */
  public boolean overlaps(BoundingBox other) {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
  }

  public Box toBox() {
    return new Box(x, y, width, height);
  }
}
