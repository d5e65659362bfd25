package dev.pancap.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigitGlyphsTest {
  @Test
  void aSevenIsASevenAtTheSmallestHeight() {
    assertThat(picture(7, 7))
        .isEqualTo(
            """
            #####
            ....#
            ...#.
            ...#.
            ..#..
            ..#..
            .#...
            """);
  }

  @Test
  void digitsOfOneHeightDifferInManyPixels() {
    for (int height : new int[] {7, 9, 11, 14, 20, 40}) {
      DigitGlyphs glyphs = DigitGlyphs.ofHeight(height);
      for (int a = 0; a < 10; a++) {
        for (int b = 0; b < a; b++) {
          byte[] inkA = glyphs.coverageOf(a);
          byte[] inkB = glyphs.coverageOf(b);
          int difference = 0;
          for (int i = 0; i < inkA.length; i++) {
            difference += Math.abs((inkA[i] & 0xFF) - (inkB[i] & 0xFF));
          }
          assertThat(difference / 255.0 / inkA.length)
              .as("height %d: %d and %d", height, a, b)
              .isGreaterThan(0.05);
        }
      }
    }
  }

  @Test
  void everyDigitReachesAllFourEdgesOrNearly() {
    for (int height : new int[] {9, 14, 33}) {
      for (int digit = 0; digit < 10; digit++) {
        DigitGlyphs glyphs = DigitGlyphs.ofHeight(height);
        byte[] ink = glyphs.coverageOf(digit);
        int columns = glyphs.widthOf(digit);
        int top = 0;
        int bottom = 0;
        for (int x = 0; x < columns; x++) {
          top = Math.max(top, ink[x] & 0xFF);
          bottom = Math.max(bottom, ink[(height - 1) * columns + x] & 0xFF);
        }
        assertThat(Math.min(top, bottom)).as("digit %d at %d", digit, height).isGreaterThan(120);
      }
    }
  }

  @Test
  void numbersAreDigitsSideBySide() {
    DigitGlyphs glyphs = DigitGlyphs.ofHeight(14);
    assertThat(glyphs.widthOf(107)).isEqualTo(3 * glyphs.widthOf(1) + 4);
    assertThat(glyphs.coverageOf(107)).hasSize(glyphs.widthOf(107) * 14);
  }

  @Test
  void heightsAreClamped() {
    assertThat(DigitGlyphs.ofHeight(1).height()).isEqualTo(7);
    assertThat(DigitGlyphs.ofHeight(100_000).height()).isEqualTo(400);
  }

  private static String picture(int digit, int height) {
    DigitGlyphs glyphs = DigitGlyphs.ofHeight(height);
    byte[] ink = glyphs.coverageOf(digit);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ink.length; i++) {
      text.append((ink[i] & 0xFF) > 127 ? '#' : '.');
      if ((i + 1) % glyphs.widthOf(digit) == 0) {
        text.append('\n');
      }
    }
    return text.toString();
  }
}
