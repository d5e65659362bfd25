package dev.pancap.overlay;

import dev.pancap.image.RgbImage;
import dev.pancap.mask.BoundingBox;

/** A picture that is being drawn on, in integer arithmetic. What falls outside is cut off. */
final class Canvas {
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
   * @param alpha the colour's share in 256ths
   */
  void blend(int from, int to, int rgb, int alpha) {
    int keep = 256 - alpha;
    int blue = (rgb & 0xFF) * alpha + 128;
    int green = (rgb >> 8 & 0xFF) * alpha + 128;
    int red = (rgb >> 16 & 0xFF) * alpha + 128;
    for (int i = 3 * from; i < 3 * to; i += 3) {
      bgr[i] = (byte) ((bgr[i] & 0xFF) * keep + blue >> 8);
      bgr[i + 1] = (byte) ((bgr[i + 1] & 0xFF) * keep + green >> 8);
      bgr[i + 2] = (byte) ((bgr[i + 2] & 0xFF) * keep + red >> 8);
    }
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
