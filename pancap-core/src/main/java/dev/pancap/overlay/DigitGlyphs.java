package dev.pancap.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ten digits as coverage bitmaps of one height, so that no font of the machine is needed and
 * the same number has the same pixels everywhere.
 *
 * <p>A digit is a few strokes of straight lines and cubic Bézier curves, given by the centre line
 * in a box of 100 × 100. It is stretched so that the outer edges of its stems fall on pixel
 * borders, and a pixel is covered by how far its centre is from the centre line. Only additions,
 * multiplications, divisions and square roots are used, which Java rounds alike on every machine.
 */
final class DigitGlyphs {
  /** Below this height the digits can no longer be told apart. */
  static final int MIN_HEIGHT = 7;

  private static final int MAX_HEIGHT = 400;
  private static final int CURVE_STEPS = 12;

  /** M: start here. L: line to. C: curve to, with two control points. */
  private static final String[] STROKES = {
    "M 50 0 C 85 0 100 22 100 50 C 100 78 85 100 50 100 C 15 100 0 78 0 50 C 0 22 15 0 50 0",
    "M 12 24 L 54 0 L 54 100 M 10 100 L 98 100",
    "M 2 26 C 4 8 22 0 50 0 C 80 0 96 12 96 30 C 96 46 84 54 70 64 L 2 100 L 100 100",
    "M 4 18 C 12 4 30 0 48 0 C 78 0 94 9 94 25 C 94 40 76 47 40 47"
        + " C 80 47 100 57 100 74 C 100 90 80 100 50 100 C 28 100 8 95 0 80",
    "M 76 100 L 76 0 L 0 70 L 100 70",
    "M 94 0 L 12 0 L 6 46 C 18 40 32 37 50 37 C 80 37 100 48 100 68"
        + " C 100 88 80 100 48 100 C 26 100 8 95 0 82",
    "M 92 10 C 82 2 68 0 56 0 C 20 0 0 28 0 62 C 0 88 20 100 50 100 C 80 100 100 89 100 69"
        + " C 100 50 80 40 52 40 C 22 40 2 52 0 66",
    "M 0 0 L 100 0 L 36 100",
    "M 50 0 C 78 0 94 9 94 23 C 94 38 78 46 50 46 C 22 46 6 38 6 23 C 6 9 22 0 50 0"
        + " M 50 46 C 82 46 100 57 100 73 C 100 90 82 100 50 100"
        + " C 18 100 0 90 0 73 C 0 57 18 46 50 46",
    "M 8 90 C 18 98 32 100 44 100 C 80 100 100 72 100 38 C 100 12 80 0 50 0 C 20 0 0 11 0 31"
        + " C 0 50 20 60 48 60 C 78 60 98 48 100 34",
  };

  private static final Map<Integer, DigitGlyphs> BY_HEIGHT = new ConcurrentHashMap<>();

  private final int width;
  private final int height;
  private final int gap;
  private final byte[][] coverage;

  private DigitGlyphs(int height) {
    int stroke = Math.max(1, (height + 3) / 7);
    this.height = height;
    this.width = Math.max(5, (height * 62 + 50) / 100);
    this.gap = Math.max(1, stroke);
    this.coverage = new byte[10][];
    for (int digit = 0; digit < 10; digit++) {
      coverage[digit] = rasterise(centreLine(STROKES[digit]), stroke);
    }
  }

  /**
   * @param height of a digit in pixels, clamped to 7 to 400
   */
  static DigitGlyphs ofHeight(int height) {
    return BY_HEIGHT.computeIfAbsent(
        Math.max(MIN_HEIGHT, Math.min(MAX_HEIGHT, height)), DigitGlyphs::new);
  }

  int height() {
    return height;
  }

  /** Columns that a number takes, without any margin. */
  int widthOf(int number) {
    int digits = Integer.toString(number).length();
    return digits * width + (digits - 1) * gap;
  }

  /** How much of a pixel of a number is ink, 0 to 255, row by row. */
  byte[] coverageOf(int number) {
    String digits = Integer.toString(number);
    int columns = widthOf(number);
    byte[] ink = new byte[columns * height];
    for (int i = 0; i < digits.length(); i++) {
      byte[] glyph = coverage[digits.charAt(i) - '0'];
      for (int y = 0; y < height; y++) {
        System.arraycopy(glyph, y * width, ink, y * columns + i * (width + gap), width);
      }
    }
    return ink;
  }

  private byte[] rasterise(List<double[]> centreLine, int stroke) {
    double half = stroke / 2.0;
    List<double[]> lines = centreLine.stream().map(line -> placed(line, stroke)).toList();
    byte[] ink = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double nearest = Double.MAX_VALUE;
        for (double[] line : lines) {
          nearest = Math.min(nearest, distanceSquared(x + 0.5 - half, y + 0.5 - half, line));
        }
        double covered = half + 0.5 - Math.sqrt(nearest);
        ink[y * width + x] = (byte) (255 * Math.max(0, Math.min(1, covered)) + 0.5);
      }
    }
    return ink;
  }

  /** A line of the 100 × 100 box in pixels, so that its stroke stays inside the digit. */
  private double[] placed(double[] line, int stroke) {
    double scaleX = (width - stroke) / 100.0;
    double scaleY = (height - stroke) / 100.0;
    return new double[] {line[0] * scaleX, line[1] * scaleY, line[2] * scaleX, line[3] * scaleY};
  }

  private static double distanceSquared(double x, double y, double[] line) {
    double dx = line[2] - line[0];
    double dy = line[3] - line[1];
    double length = dx * dx + dy * dy;
    double along =
        length == 0
            ? 0
            : Math.max(0, Math.min(1, ((x - line[0]) * dx + (y - line[1]) * dy) / length));
    double ox = x - line[0] - along * dx;
    double oy = y - line[1] - along * dy;
    return ox * ox + oy * oy;
  }

  /** The strokes as straight lines {@code (x0, y0, x1, y1)}. */
  private static List<double[]> centreLine(String strokes) {
    List<double[]> lines = new ArrayList<>();
    String[] words = strokes.split(" ");
    double[] at = {0, 0};
    for (int i = 0; i < words.length; ) {
      switch (words[i]) {
        case "M" -> {
          at = numbers(words, i + 1, 2);
          i += 3;
        }
        case "L" -> {
          double[] to = numbers(words, i + 1, 2);
          lines.add(new double[] {at[0], at[1], to[0], to[1]});
          at = to;
          i += 3;
        }
        case "C" -> {
          double[] control = numbers(words, i + 1, 6);
          for (int step = 1; step <= CURVE_STEPS; step++) {
            double[] to = bezier(at, control, (double) step / CURVE_STEPS);
            double[] from = step == 1 ? at : tail(lines.get(lines.size() - 1));
            lines.add(new double[] {from[0], from[1], to[0], to[1]});
          }
          at = tail(lines.get(lines.size() - 1));
          i += 7;
        }
        default -> throw new IllegalStateException("Unknown stroke " + words[i]);
      }
    }
    return lines;
  }

  private static double[] bezier(double[] from, double[] control, double t) {
    double u = 1 - t;
    double a = u * u * u;
    double b = 3 * u * u * t;
    double c = 3 * u * t * t;
    double d = t * t * t;
    return new double[] {
      a * from[0] + b * control[0] + c * control[2] + d * control[4],
      a * from[1] + b * control[1] + c * control[3] + d * control[5]
    };
  }

  private static double[] tail(double[] line) {
    return new double[] {line[2], line[3]};
  }

  private static double[] numbers(String[] words, int from, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = Double.parseDouble(words[from + i]);
    }
    return numbers;
  }
}
