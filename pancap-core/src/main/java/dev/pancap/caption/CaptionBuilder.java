package dev.pancap.caption;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a grounded caption piece by piece: white space is one space, tags are canonical, spans are
 * counted in Unicode code points.
 */
public final class CaptionBuilder {
  private final StringBuilder grounded = new StringBuilder();
  private final StringBuilder plain = new StringBuilder();
  private final List<PhraseGroup> groups = new ArrayList<>();
  private int codePoints;

  /** Appends text outside tags, which holds no brackets. */
  public CaptionBuilder text(CharSequence text) {
    for (int i = 0; i < text.length(); ) {
      int c = Character.codePointAt(text, i);
      i += Character.charCount(c);
      append(Character.isWhitespace(c) ? ' ' : c);
    }
    return this;
  }

  /**
   * Appends {@code <ids: phrase>}.
   *
   * @param ids at least one; repeated ones are written once
   * @param phrase words without brackets; white space around it is dropped
   * @throws IllegalArgumentException if there are no ids or no words
   */
  public CaptionBuilder group(List<Integer> ids, CharSequence phrase) {
    String words = normalised(phrase);
    if (ids.isEmpty() || words.isEmpty()) {
      throw new IllegalArgumentException("A tag names ids and has words: " + ids);
    }
    List<Integer> once = List.copyOf(new LinkedHashSet<>(ids));
    grounded
        .append('<')
        .append(once.stream().map(String::valueOf).collect(Collectors.joining(",")))
        .append(": ")
        .append(words)
        .append('>');
    plain.append(words);
    int start = codePoints;
    codePoints += words.codePointCount(0, words.length());
    groups.add(new PhraseGroup(words, once, start, codePoints));
    return this;
  }

  public GroundedCaption build() {
    while (endsWithSpace()) {
      plain.setLength(plain.length() - 1);
      grounded.setLength(grounded.length() - 1);
      codePoints--;
    }
    return new GroundedCaption(grounded.toString(), plain.toString(), groups);
  }

  /** Whether a phrase that begins with a letter would run into the word before it. */
  boolean wouldGlue(CharSequence phrase) {
    if (plain.isEmpty() || !Character.isLetterOrDigit(Character.codePointAt(phrase, 0))) {
      return false;
    }
    int last = plain.codePointBefore(plain.length());
    return Character.isLetterOrDigit(last) || ".,;:!?)".indexOf(last) >= 0;
  }

  static String normalised(CharSequence text) {
    StringBuilder words = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c)) {
        words.append(c);
      } else if (!words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
        words.append(' ');
      }
    }
    int end = words.length();
    return words.substring(0, end > 0 && words.charAt(end - 1) == ' ' ? end - 1 : end);
  }

  private void append(int c) {
    if (c == ' ' && (plain.isEmpty() || endsWithSpace())) {
      return;
    }
    plain.appendCodePoint(c);
    grounded.appendCodePoint(c);
    codePoints++;
  }

  private boolean endsWithSpace() {
    return !plain.isEmpty() && plain.charAt(plain.length() - 1) == ' ';
  }
}
