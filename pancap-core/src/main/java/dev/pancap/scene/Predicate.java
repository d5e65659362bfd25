package dev.pancap.scene;

/** Relations that geometry tells. The words and rules are published: add, never change. */
public enum Predicate {
  ON("on", "a class that carries things lies along at least 40 % of its lower edge's width"),
  IN("in", "a class that holds things surrounds at least 70 % of its border, and its box"),
  IN_FRONT_OF(
      "in front of", "a class that is seen behind things surrounds at least 40 % of its border"),
  TOUCHING("touching", "they share at least 4 % of the shorter border, and 3 pixels"),
  ABOVE(
      "above", "its box is higher, overlaps the other at most 15 % down and at least 40 % across"),
  LEFT_OF(
      "left of",
      "its box is further left, overlaps the other at most 15 % across and at least 40 % down"),
  LARGER_THAN("larger than", "it has at least twice the pixels, and neither is cut by the border");

  private final String words;
  private final String rule;

  Predicate(String words, String rule) {
    this.words = words;
    this.rule = rule;
  }

  /** As it is published, such as {@code in front of}. */
  public String words() {
    return words;
  }

  /** When it holds, in a sentence about subject and object. */
  public String rule() {
    return rule;
  }
}
