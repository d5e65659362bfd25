package dev.pancap.synth;

import java.util.Locale;

/** What a stroke of a drawing is painted with. */
enum Ink {
  /** Nothing: the background. */
  NONE(0),
  /** The drawing's own colour. */
  BODY(0),
  SHADE(0),
  LIGHT(0),
  DARK(0x26262A),
  GREY(0x9A9A9E),
  WHITE(0xF4F4F2),
  GLASS(0xA6CBE4),
  SKIN(0xE2AE88),
  HAIR(0x4A3222),
  WOOD(0x8A5A32),
  RED(0xD42A2E),
  YELLOW(0xF6D640),
  GREEN(0x3E9A40),
  ORANGE(0xF08A2A),
  PINK(0xF0A0B8),
  /** Cuts out what was painted before. */
  HOLE(0),
  /** A mesh of the drawing's own colour. */
  NET(0);

  private final int rgb;

  Ink(int rgb) {
    this.rgb = rgb;
  }

  int rgb() {
    return rgb;
  }

  /** Whether it is the drawing's own colour, lighter or darker. */
  boolean isTinted() {
    return this == BODY || this == SHADE || this == LIGHT || this == NET;
  }

  static Ink of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
