package dev.pancap.scene;

/**
 * What an object is like.
 *
 * @param kind what the value is about
 * @param value one word or a few, such as {@code red}
 * @param source who says so
 * @param evidence what it rests on, for people
 */
public record SceneAttribute(Kind kind, String value, Source source, String evidence) {

  /** What an attribute is about. The names are published in small letters: add, never rename. */
  public enum Kind {
    COLOR,
    SIZE,
    PLACE,
    /** A word of the region's line that describes it. */
    WORD
  }
}
