package dev.pancap.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PaletteTest {
  @Test
  void coloursOfOnePictureDifferInAPerceptualSpace() {
    assertThat(leastDifference(12)).isGreaterThan(49);
    assertThat(leastDifference(48)).isGreaterThan(23);
    assertThat(leastDifference(96)).isGreaterThan(16);
  }

  @Test
  void theFirstColourComesAgainAfter96() {
    assertThat(Palette.rgbOf(97)).isEqualTo(Palette.rgbOf(1));
    assertThat(Palette.rgbOf(Integer.MAX_VALUE)).isBetween(0, 0xFFFFFF);
  }

  @Test
  void voidHasNoColour() {
    assertThatThrownBy(() -> Palette.rgbOf(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Marks are positive: 0");
  }

  private static double leastDifference(int marks) {
    double least = Double.MAX_VALUE;
    for (int i = 1; i <= marks; i++) {
      for (int j = 1; j < i; j++) {
        double[] a = lab(Palette.rgbOf(i));
        double[] b = lab(Palette.rgbOf(j));
        least = Math.min(least, Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]));
      }
    }
    return least;
  }

  /** CIELAB of an sRGB colour under D65. */
  private static double[] lab(int rgb) {
    double r = linear(rgb >> 16 & 0xFF);
    double g = linear(rgb >> 8 & 0xFF);
    double b = linear(rgb & 0xFF);
    double x = curve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    double y = curve(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    double z = curve((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double linear(int value) {
    double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }

  private static double curve(double t) {
    return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
}
