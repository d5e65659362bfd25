package dev.pancap.caption;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads grounded captions: text with tags {@code <id: phrase>} and {@code <id,id: phrase>}, where
 * one phrase names many marks and one mark has many phrases. Spaces around ids and phrases are
 * free. What deviates is a {@link Slip}: repaired where its meaning is certain, reported as a fault
 * where it is not. Any text can be read; the time is linear in its length.
 */
public final class GroundedCaptionParser {
  private static final int EXCERPT = 40;

  /** Words that a phrase does not end with when a nested tag cuts it. */
  private static final Set<String> TRAILING_WORDS =
      Set.of(
          "a", "an", "the", "and", "or", "with", "of", "in", "on", "at", "by", "to", "for", "from",
          "near", "under", "over", "holding", "wearing", "that", "which", "is", "has", "its");

  private final String text;
  private final List<CaptionSlip> slips;
  private final CaptionBuilder caption = new CaptionBuilder();
  private final StringBuilder sink = new StringBuilder();
  private int at;
  private @Nullable List<Integer> openIds;
  private int openedAt;

  /** Outer tags of nested ones whose {@code >} is still to come. */
  private int awaitedCloses;

  private GroundedCaptionParser(String text, List<CaptionSlip> slips) {
    this.text = text;
    this.slips = slips;
  }

  /** Reads a caption as a model, a person or a published file gives it. */
  public static ParsedCaption parse(String source) {
    List<CaptionSlip> slips = new ArrayList<>();
    GroundedCaptionParser parser =
        new GroundedCaptionParser(CaptionSource.clean(source, slips), slips);
    GroundedCaption caption = parser.read();
    return new ParsedCaption(caption, slips);
  }

  private GroundedCaption read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '<') {
        readOpening();
      } else if (c == '>') {
        readClosing();
        at++;
      } else {
        sink.append(c);
        at++;
      }
    }
    if (openIds != null) {
      slip(Slip.UNCLOSED_TAG, openedAt);
    }
    if (awaitedCloses > 0) {
      slip(Slip.UNCLOSED_TAG, text.length());
    }
    caption.text(sink);
    return caption.build();
  }

  private void readOpening() {
    TagHeader header = TagHeader.read(text, at + 1);
    for (Slip slip : header.slips()) {
      if (header.isTag()) {
        slip(slip, at);
      }
    }
    if (header.isTag()) {
      if (openIds != null) {
        closeOuter(openIds);
      } else {
        flushText();
      }
      openIds = header.ids();
      openedAt = at;
      at = header.end();
      return;
    }
    int bracket = nextBracket(header.end());
    if (bracket < text.length() && text.charAt(bracket) == '>') {
      slip(header.sawDigits() ? Slip.MISSING_COLON : Slip.NO_IDS, at);
      sink.append(text, at + 1, bracket);
      at = bracket + 1;
    } else {
      boolean startsWord = at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
      slip(startsWord ? Slip.NO_IDS : Slip.BRACKET_IN_TEXT, at);
      sink.append('‹');
      at++;
    }
  }

  private void readClosing() {
    if (openIds != null) {
      closeTag(openIds);
      openIds = null;
    } else if (awaitedCloses > 0) {
      awaitedCloses--;
    } else if (isComparison()) {
      slip(Slip.BRACKET_IN_TEXT, at);
      sink.append('›');
    } else {
      slip(Slip.STRAY_CLOSE, at);
    }
  }

  /** {@code 5 > 3} and {@code ->} are text. */
  private boolean isComparison() {
    char before = at > 0 ? text.charAt(at - 1) : 'x';
    char after = at + 1 < text.length() ? text.charAt(at + 1) : 'x';
    return before == '-' || before == '=' || (before == ' ' && after == ' ');
  }

  private void closeTag(List<Integer> ids) {
    String phrase = CaptionBuilder.normalised(sink);
    sink.setLength(0);
    if (phrase.isEmpty()) {
      slip(Slip.EMPTY_PHRASE, openedAt);
    } else if (ids.isEmpty()) {
      slip(Slip.NO_IDS, openedAt);
      caption.text(phrase);
    } else {
      addGroup(ids, phrase);
    }
  }

  /** An inner tag begins: the outer one keeps the words up to here. */
  private void closeOuter(List<Integer> ids) {
    awaitedCloses++;
    String words = CaptionBuilder.normalised(sink);
    sink.setLength(0);
    int end = words.length();
    while (end > 0 && TRAILING_WORDS.contains(lastWord(words, end))) {
      end = Math.max(0, words.lastIndexOf(' ', end - 1));
    }
    if (end == 0 || ids.isEmpty()) {
      slip(Slip.NESTED_WITHOUT_PHRASE, openedAt);
      caption.text(words).text(" ");
    } else {
      slip(Slip.NESTED_TAG, openedAt);
      addGroup(ids, words.substring(0, end));
      caption.text(words.substring(end)).text(" ");
    }
  }

  private static String lastWord(String words, int end) {
    return words.substring(words.lastIndexOf(' ', end - 1) + 1, end).toLowerCase(Locale.ROOT);
  }

  private void addGroup(List<Integer> ids, String phrase) {
    if (caption.wouldGlue(phrase)) {
      slip(Slip.MISSING_SPACE, openedAt);
      caption.text(" ");
    }
    caption.group(ids, phrase);
  }

  private void flushText() {
    caption.text(sink);
    sink.setLength(0);
  }

  private int nextBracket(int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != '<' && text.charAt(i) != '>') {
      i++;
    }
    return i;
  }

  private void slip(Slip slip, int where) {
    int end = Math.min(text.length(), where + EXCERPT);
    if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    slips.add(new CaptionSlip(slip, text.substring(Math.min(where, end), end)));
  }
}
