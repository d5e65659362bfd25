package dev.pancap.synth;

import java.util.Locale;

/** The eleven basic colour terms of English, each with the colour that synthetic things have. */
public enum NamedColour {
  RED(0xC8222A),
  ORANGE(0xF08420),
  YELLOW(0xF2D22E),
  GREEN(0x3C9A44),
  BLUE(0x2E62C8),
  PURPLE(0x7D3EA6),
  PINK(0xF09ABE),
  BROWN(0x80512C),
  BLACK(0x222226),
  GREY(0x88888C),
  WHITE(0xEEEEEC);

  private final int rgb;

  NamedColour(int rgb) {
    this.rgb = rgb;
  }

  /** As 0xRRGGBB. */
  public int rgb() {
    return rgb;
  }

  /** The colour's English word, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static NamedColour of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
