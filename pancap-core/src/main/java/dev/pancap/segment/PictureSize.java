package dev.pancap.segment;

/** Width and height in pixels. */
record PictureSize(int width, int height) {
  PictureSize {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException("No picture has %d x %d".formatted(width, height));
    }
  }
}
