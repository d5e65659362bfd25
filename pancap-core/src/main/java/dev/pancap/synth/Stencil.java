package dev.pancap.synth;

import java.util.Arrays;

/**
 * A drawing laid out in pixels, with an ink a pixel and no colour yet. A pixel is painted by a
 * shape that holds its centre; there is no smoothing, so that a mask has no pixel that is half
 * somebody's.
 */
final class Stencil {
  private static final Ink[] INKS = Ink.values();
  private static final int NET_STEP = 5;

  private final int width;
  private final int height;
  private final byte[] inks;

  private Stencil(int width, int height) {
    this.width = width;
    this.height = height;
    this.inks = new byte[width * height];
  }

  static Stencil of(Drawing drawing, int width, int height, Facing facing) {
    Stencil stencil = new Stencil(width, height);
    for (Drawing.Stroke stroke : drawing.strokes()) {
      stencil.paint(stroke);
    }
    if (facing == Facing.MIRRORED) {
      stencil.mirror();
    }
    return stencil;
  }

  /** Which way a drawing looks. */
  enum Facing {
    AS_DRAWN,
    MIRRORED
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  Ink inkAt(int x, int y) {
    return INKS[inks[y * width + x]];
  }

  private void paint(Drawing.Stroke stroke) {
    double[] n = stroke.numbers();
    switch (stroke.shape()) {
      case BOX ->
          polygon(
              stroke.ink(),
              n[0],
              n[1],
              n[0] + n[2],
              n[1],
              n[0] + n[2],
              n[1] + n[3],
              n[0],
              n[1] + n[3]);
      case POLY -> polygon(stroke.ink(), n);
      case ELLIPSE -> ellipse(stroke.ink(), n);
      case ROUND -> round(stroke.ink(), n);
      case LINE -> line(stroke.ink(), n);
    }
  }

  /** Even-odd, along the rows' centre lines. */
  private void polygon(Ink ink, double... points) {
    int corners = points.length / 2;
    double[] crossings = new double[corners];
    for (int y = 0; y < height; y++) {
      double at = (y + 0.5) / height;
      int count = 0;
      for (int i = 0; i < corners; i++) {
        int j = i + 1 == corners ? 0 : i + 1;
        double y0 = points[2 * i + 1];
        double y1 = points[2 * j + 1];
        if ((y0 <= at) != (y1 <= at)) {
          double share = (at - y0) / (y1 - y0);
          crossings[count++] = (points[2 * i] + share * (points[2 * j] - points[2 * i])) * width;
        }
      }
      Arrays.sort(crossings, 0, count);
      for (int i = 0; i + 1 < count; i += 2) {
        span(ink, y, crossings[i], crossings[i + 1]);
      }
    }
  }

  private void ellipse(Ink ink, double[] n) {
    for (int y = 0; y < height; y++) {
      double dy = ((y + 0.5) / height - n[1]) / n[3];
      if (dy * dy < 1) {
        double half = Math.sqrt(1 - dy * dy) * n[2];
        span(ink, y, (n[0] - half) * width, (n[0] + half) * width);
      }
    }
  }

  /** A box whose corners are quarter circles of a quarter of its shorter side. */
  private void round(Ink ink, double[] n) {
    double radius = Math.min(n[2] * width, n[3] * height) / 4;
    double left = n[0] * width;
    double top = n[1] * height;
    double right = left + n[2] * width;
    double bottom = top + n[3] * height;
    for (int y = 0; y < height; y++) {
      double at = y + 0.5;
      if (at < top || at > bottom) {
        continue;
      }
      double into = Math.max(0, radius - Math.min(at - top, bottom - at));
      double inset = radius - Math.sqrt(Math.max(0, radius * radius - into * into));
      span(ink, y, left + inset, right - inset);
    }
  }

  /** A thick line with round ends. */
  private void line(Ink ink, double[] n) {
    double x0 = n[0] * width;
    double y0 = n[1] * height;
    double dx = n[2] * width - x0;
    double dy = n[3] * height - y0;
    double length = dx * dx + dy * dy;
    double half = Math.max(0.75, n[4] * height / 2);
    int top = Math.max(0, (int) (Math.min(y0, y0 + dy) - half - 1));
    int bottom = Math.min(height - 1, (int) (Math.max(y0, y0 + dy) + half + 1));
    int left = Math.max(0, (int) (Math.min(x0, x0 + dx) - half - 1));
    int right = Math.min(width - 1, (int) (Math.max(x0, x0 + dx) + half + 1));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double px = x + 0.5 - x0;
        double py = y + 0.5 - y0;
        double along = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
        double ox = px - along * dx;
        double oy = py - along * dy;
        if (ox * ox + oy * oy <= half * half) {
          set(ink, x, y);
        }
      }
    }
  }

  /** Paints the pixels of a row whose centres lie between two columns. */
  private void span(Ink ink, int y, double from, double to) {
    int first = Math.max(0, (int) Math.ceil(from - 0.5));
    int last = Math.min(width - 1, (int) Math.ceil(to - 0.5) - 1);
    for (int x = first; x <= last; x++) {
      set(ink, x, y);
    }
  }

  private void set(Ink ink, int x, int y) {
    if (ink == Ink.HOLE) {
      inks[y * width + x] = (byte) Ink.NONE.ordinal();
    } else if (ink == Ink.NET) {
      boolean thread = x % NET_STEP == 0 || y % NET_STEP == 0;
      inks[y * width + x] = (byte) (thread ? Ink.NET : Ink.NONE).ordinal();
    } else {
      inks[y * width + x] = (byte) ink.ordinal();
    }
  }

  private void mirror() {
    for (int y = 0; y < height; y++) {
      for (int left = y * width, right = left + width - 1; left < right; left++, right--) {
        byte swapped = inks[left];
        inks[left] = inks[right];
        inks[right] = swapped;
      }
    }
  }
}
