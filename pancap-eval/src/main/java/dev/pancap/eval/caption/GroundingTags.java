package dev.pancap.eval.caption;

import java.util.regex.Pattern;

/**
 * Removes the tags of grounded captions and leaves their phrases, so that a caption with masks and
 * one without are scored alike: {@code <4,5: two vases>} becomes {@code two vases}. All else stays
 * as it is, other brackets too, because the originals score them; {@code GroundedCaptionParser},
 * which mends what models write, would change them.
 */
public final class GroundingTags {
  /** Innermost first; a phrase that a model left open stays as it is. */
  private static final Pattern TAG =
      Pattern.compile("<\\s*[0-9]{1,9}(?:\\s*,\\s*[0-9]{1,9}){0,999}\\s*:\\s*([^<>]*?)\\s*>");

  private GroundingTags() {}

  public static String remove(String caption) {
    String text = caption;
    while (text.indexOf('<') >= 0) {
      String next = TAG.matcher(text).replaceAll("$1");
      if (next.equals(text)) {
        return text;
      }
      text = next;
    }
    return text;
  }
}
