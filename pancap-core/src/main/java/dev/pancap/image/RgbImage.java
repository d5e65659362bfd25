package dev.pancap.image;

import java.util.Objects;

/**
 * A picture of 8-bit RGB pixels, row by row, three bytes a pixel in the order blue, green, red,
 * which is the order that the JDK's JPEG codec reads and writes fastest. Immutable.
 */
public final class RgbImage {
  private final int width;
  private final int height;
  private final byte[] bgr;

  private RgbImage(int width, int height, byte[] bgr) {
    this.width = width;
    this.height = height;
    this.bgr = bgr;
  }

  /**
   * The caller gives the array away and writes to it no more.
   *
   * @throws IllegalArgumentException if the bytes do not fill the picture
   */
  public static RgbImage wrapBgr(int width, int height, byte[] bgr) {
    if (width <= 0 || height <= 0 || 3L * width * height != bgr.length) {
      throw new IllegalArgumentException(
          "%d bytes do not fill a picture of %d x %d".formatted(bgr.length, width, height));
    }
    return new RgbImage(width, height, bgr);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** The colour at column x, row y as 0xRRGGBB. */
  public int rgbAt(int x, int y) {
    return rgbAt(y * width + x);
  }

  /** The colour at {@code y * width + x} as 0xRRGGBB. */
  public int rgbAt(int pixel) {
    int i = 3 * pixel;
    return (bgr[i + 2] & 0xFF) << 16 | (bgr[i + 1] & 0xFF) << 8 | (bgr[i] & 0xFF);
  }

  /** The bytes themselves, for this package, which does not write to them. */
  byte[] bgr() {
    return bgr;
  }

  /** A copy of the bytes: blue, green, red, pixel by pixel, row by row. */
  public byte[] toBgr() {
    return bgr.clone();
  }

  /**
   * The part from column x, row y on.
   *
   * @throws IndexOutOfBoundsException if it leaves the picture
   */
  public RgbImage crop(int x, int y, int width, int height) {
    Objects.checkFromIndexSize(x, width, this.width);
    Objects.checkFromIndexSize(y, height, this.height);
    byte[] part = new byte[3 * width * height];
    for (int row = 0; row < height; row++) {
      System.arraycopy(bgr, 3 * ((y + row) * this.width + x), part, 3 * row * width, 3 * width);
    }
    return wrapBgr(width, height, part);
  }
}
