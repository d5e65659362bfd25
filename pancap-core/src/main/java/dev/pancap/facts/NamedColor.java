package dev.pancap.facts;

import java.util.Locale;

/** The colours that people agree on: the eleven basic terms of Berlin and Kay, beige, turquoise. */
public enum NamedColor {
  BLACK,
  GRAY,
  WHITE,
  RED,
  ORANGE,
  YELLOW,
  GREEN,
  TURQUOISE,
  BLUE,
  PURPLE,
  PINK,
  BROWN,
  BEIGE;

  /** Lower case, as it stands in a sentence. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Black, gray and white: what has no hue. */
  public boolean isAchromatic() {
    return this == BLACK || this == GRAY || this == WHITE;
  }

  /**
   * The colour of a point of OKLab, a space whose distances are near those that people see (Björn
   * Ottosson, "A perceptual color space for image processing", 2020). The bounds were set on the
   * sRGB colours of CSS and on JPEG pictures in sun and shade.
   *
   * @param lightness 0 to 1
   * @param chroma distance from gray, 0 to about 0.32
   * @param hue in degrees, 0 to 360
   */
  static NamedColor ofOklch(double lightness, double chroma, double hue) {
    double grayest = lightness < 0.35 ? 0.05 : lightness > 0.9 ? 0.025 : 0.038;
    if (lightness < 0.2 || chroma < grayest) {
      return lightness < 0.33 ? BLACK : lightness < 0.87 ? GRAY : WHITE;
    }
    if (hue < 20 || hue >= 345) {
      return lightness > 0.66 ? PINK : hue >= 345 && lightness > 0.5 ? PINK : RED;
    }
    if (hue < 42) {
      return reddish(lightness, chroma);
    }
    if (hue < 118) {
      return yellowish(lightness, chroma, hue);
    }
    if (hue < 168) {
      return GREEN;
    }
    if (hue < (lightness > 0.75 ? 208 : 218)) {
      return chroma < 0.06 && lightness < 0.6 ? GRAY : TURQUOISE;
    }
    if (hue < 283) {
      return BLUE;
    }
    return hue < 322 || lightness < 0.58 ? PURPLE : PINK;
  }

  private static NamedColor reddish(double lightness, double chroma) {
    if (chroma >= 0.13) {
      return lightness > 0.74 ? PINK : RED;
    }
    return lightness < 0.62 ? BROWN : lightness > 0.8 ? PINK : BEIGE;
  }

  private static NamedColor yellowish(double lightness, double chroma, double hue) {
    if (hue < 75) {
      return chroma >= 0.135 && lightness >= 0.6 ? ORANGE : lightness < 0.62 ? BROWN : BEIGE;
    }
    if (hue < 98) {
      return lightness < 0.58 ? BROWN : chroma >= 0.09 ? YELLOW : lightness < 0.62 ? BROWN : BEIGE;
    }
    if (hue < 108) {
      if (lightness >= 0.64) {
        return chroma >= 0.09 ? YELLOW : BEIGE;
      }
      return hue < 103 && chroma < 0.08 ? BROWN : GREEN;
    }
    boolean isPale = lightness > 0.7 && chroma < 0.06;
    return isPale ? BEIGE : hue < 113 && lightness >= 0.74 ? YELLOW : GREEN;
  }
}
