package dev.pancap.overlay;

import dev.pancap.mask.BoundingBox;

/** A set of pixels, a bit each, filled and asked by boxes that lie inside the picture. */
final class PixelSet {
  private final int wordsPerRow;
  private final long[] bits;

  PixelSet(int width, int height) {
    this.wordsPerRow = (width + 63) / 64;
    this.bits = new long[wordsPerRow * height];
  }

  void add(BoundingBox box) {
    for (int word = box.x() >> 6; word <= (box.right() - 1) >> 6; word++) {
      long mask = mask(box, word);
      for (int y = box.y(); y < box.bottom(); y++) {
        bits[y * wordsPerRow + word] |= mask;
      }
    }
  }

  /** Whether a pixel of the box is in the set. */
  boolean meets(BoundingBox box) {
    for (int word = box.x() >> 6; word <= (box.right() - 1) >> 6; word++) {
      long mask = mask(box, word);
      for (int y = box.y(); y < box.bottom(); y++) {
        if ((bits[y * wordsPerRow + word] & mask) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The box's columns within one word. */
  private static long mask(BoundingBox box, int word) {
    long mask = -1L;
    if (word == box.x() >> 6) {
      mask &= -1L << (box.x() & 63);
    }
    if (word == (box.right() - 1) >> 6) {
      mask &= -1L >>> (63 - ((box.right() - 1) & 63));
    }
    return mask;
  }
}
