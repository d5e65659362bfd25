package dev.pancap.facts;

/** Names and lightness of all colours of five bits a channel, computed once: 32,768 entries. */
final class ColorTable {
  private static final int SIZE = 1 << 15;
  private static final NamedColor[] COLORS = NamedColor.values();
  private static final byte[] NAMES = new byte[SIZE];
  private static final byte[] LIGHTNESS = new byte[SIZE];
  private static final short[] CHROMA = new short[SIZE];

  static {
    for (int i = 0; i < SIZE; i++) {
      fill(i);
    }
  }

  private ColorTable() {}

  /** The entry of a colour 0xRRGGBB. */
  static int index(int rgb) {
    return (rgb >> 9 & 0x7C00) | (rgb >> 6 & 0x3E0) | (rgb >> 3 & 0x1F);
  }

  /** The colour's ordinal. */
  static int name(int index) {
    return NAMES[index];
  }

  static NamedColor color(int ordinal) {
    return COLORS[ordinal];
  }

  /** OKLab lightness in percent. */
  static int lightness(int index) {
    return LIGHTNESS[index];
  }

  /** OKLab chroma in thousandths. */
  static int chroma(int index) {
    return CHROMA[index];
  }

  private static void fill(int index) {
    double r = linear(index >> 10 & 31);
    double g = linear(index >> 5 & 31);
    double b = linear(index & 31);
    double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    double lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
    double a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
    double bb = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
    double hue = Math.toDegrees(Math.atan2(bb, a));
    double chroma = Math.hypot(a, bb);
    NAMES[index] =
        (byte) NamedColor.ofOklch(lightness, chroma, hue < 0 ? hue + 360 : hue).ordinal();
    LIGHTNESS[index] = (byte) Math.round(100 * lightness);
    CHROMA[index] = (short) Math.round(1000 * chroma);
  }

  /** The middle of a five-bit step, as linear light (IEC 61966-2-1). */
  private static double linear(int fiveBits) {
    double c = (fiveBits * 8 + 3.5) / 255;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
