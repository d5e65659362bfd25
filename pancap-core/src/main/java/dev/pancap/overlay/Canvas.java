package dev.pancap.overlay;

import dev.pancap.image.RgbImage;
import dev.pancap.mask.BoundingBox;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A picture that is being drawn on, in integer arithmetic. What falls outside is cut off. */
final class Canvas {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;

  private final int width;
  private final int height;
  private final byte[] bgr;

  Canvas(RgbImage picture) {
    this.width = picture.width();
    this.height = picture.height();
    this.bgr = picture.toBgr();
  }

  /** Gives the pixels away; the canvas must not be drawn on after that. */
  RgbImage toImage() {
    return RgbImage.wrapBgr(width, height, bgr);
  }

  /** Paints the pixels {@code from} to {@code to}, exclusive. */
  void fill(int from, int to, int rgb) {
    byte blue = (byte) rgb;
    byte green = (byte) (rgb >> 8);
    byte red = (byte) (rgb >> 16);
    for (int i = 3 * from; i < 3 * to; i += 3) {
      bgr[i] = blue;
      bgr[i + 1] = green;
      bgr[i + 2] = red;
    }
  }

  /**
   * Lays a colour over the pixels {@code from} to {@code to}, exclusive.
   *
   * <p>Eight pixels are 24 bytes, three words. In a word the even and the odd bytes are blended in
   * two steps, each byte in 16 bits of its own: the most that a lane can hold, 255 × 256 + 128, is
   * below 65,536, so that no lane runs into the next.
   *
   * @param alpha the colour's share in 256ths
   */
  void blend(int from, int to, int rgb, int alpha) {
    int keep = 256 - alpha;
    int[] add = {
      (rgb & 0xFF) * alpha + 128, (rgb >> 8 & 0xFF) * alpha + 128, (rgb >> 16 & 0xFF) * alpha + 128
    };
    int end = 3 * to;
    int i = 3 * from;
    if (end - i >= 24) {
      long even0 = lanes(add[0], add[2], add[1], add[0]);
      long odd0 = lanes(add[1], add[0], add[2], add[1]);
      long even1 = lanes(add[2], add[1], add[0], add[2]);
      long odd1 = lanes(add[0], add[2], add[1], add[0]);
      long even2 = lanes(add[1], add[0], add[2], add[1]);
      long odd2 = lanes(add[2], add[1], add[0], add[2]);
      for (; i <= end - 24; i += 24) {
        WORDS.set(bgr, i, blend((long) WORDS.get(bgr, i), keep, even0, odd0));
        WORDS.set(bgr, i + 8, blend((long) WORDS.get(bgr, i + 8), keep, even1, odd1));
        WORDS.set(bgr, i + 16, blend((long) WORDS.get(bgr, i + 16), keep, even2, odd2));
      }
    }
    for (; i < end; i += 3) {
      bgr[i] = (byte) ((bgr[i] & 0xFF) * keep + add[0] >> 8);
      bgr[i + 1] = (byte) ((bgr[i + 1] & 0xFF) * keep + add[1] >> 8);
      bgr[i + 2] = (byte) ((bgr[i + 2] & 0xFF) * keep + add[2] >> 8);
    }
  }

  private static long lanes(int first, int second, int third, int fourth) {
    return first | (long) second << 16 | (long) third << 32 | (long) fourth << 48;
  }

  private static long blend(long word, int keep, long addEven, long addOdd) {
    long even = (word & EVEN_BYTES) * keep + addEven;
    long odd = (word >>> 8 & EVEN_BYTES) * keep + addOdd;
    return even >>> 8 & EVEN_BYTES | odd & ~EVEN_BYTES;
  }

  void fillBox(BoundingBox box, int rgb) {
    int left = Math.max(0, box.x());
    int right = Math.min(width, box.right());
    for (int y = Math.max(0, box.y()); y < Math.min(height, box.bottom()); y++) {
      fill(y * width + left, y * width + Math.max(left, right), rgb);
    }
  }

  /**
   * @param coverage how much of each pixel is painted, 0 to 255, row by row
   */
  void drawCoverage(int x, int y, int columns, byte[] coverage, int rgb) {
    for (int i = 0; i < coverage.length; i++) {
      int px = x + i % columns;
      int py = y + i / columns;
      int covered = coverage[i] & 0xFF;
      if (covered > 0 && px >= 0 && px < width && py >= 0 && py < height) {
        blend(py * width + px, py * width + px + 1, rgb, (covered * 257 + 128) >> 8);
      }
    }
  }

  /** A line of square dots, Bresenham's way. */
  void drawLine(int x0, int y0, int x1, int y1, int thickness, int rgb) {
    int dx = Math.abs(x1 - x0);
    int dy = -Math.abs(y1 - y0);
    int stepX = x0 < x1 ? 1 : -1;
    int stepY = y0 < y1 ? 1 : -1;
    int error = dx + dy;
    int x = x0;
    int y = y0;
    while (true) {
      fillBox(new BoundingBox(x - thickness / 2, y - thickness / 2, thickness, thickness), rgb);
      if (x == x1 && y == y1) {
        return;
      }
      int doubled = 2 * error;
      if (doubled >= dy) {
        error += dy;
        x += stepX;
      }
      if (doubled <= dx) {
        error += dx;
        y += stepY;
      }
    }
  }
}
