package dev.pancap.caption;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The first pass over an answer: what is markup and not text goes away, so that the grammar sees
 * words and brackets only.
 */
final class CaptionSource {
  private static final Set<String> MARKUP_NAMES =
      Set.of("b", "i", "u", "em", "strong", "p", "br", "span", "mark", "sup", "sub", "seg", "code");
  private static final int LONGEST_MARKUP_NAME = 6;

  private final String source;
  private final List<CaptionSlip> slips;

  private CaptionSource(String source, List<CaptionSlip> slips) {
    this.source = source;
    this.slips = slips;
  }

  /** The text without markup; what went is added to {@code slips}. */
  static String clean(String source, List<CaptionSlip> slips) {
    CaptionSource cleaner = new CaptionSource(source, slips);
    String text = cleaner.withoutFence(source);
    text = cleaner.withoutMarks(text);
    text = cleaner.unescaped(text);
    return cleaner.withoutElements(text);
  }

  /** Takes the text out of {@code ```text … ```}. */
  private String withoutFence(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("```")) {
      return text;
    }
    int firstLine = stripped.indexOf('\n');
    slips.add(new CaptionSlip(Slip.MARKUP, "```"));
    return firstLine < 0 ? stripped.substring(3) : stripped.substring(firstLine + 1);
  }

  private String withoutMarks(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    boolean marks = false;
    boolean broken = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*' || c == '`') {
        marks = true;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        kept.append(c).append(text.charAt(++i));
      } else if (Character.isSurrogate(c)) {
        broken = true;
        kept.append('\uFFFD');
      } else if (Character.isISOControl(c) || Character.isSpaceChar(c)) {
        kept.append(' ');
      } else {
        kept.append(c);
      }
    }
    if (marks) {
      slips.add(new CaptionSlip(Slip.MARKUP, "*"));
    }
    if (broken) {
      slips.add(new CaptionSlip(Slip.BROKEN_CHARACTER, "\uFFFD"));
    }
    return kept.toString();
  }

  private String unescaped(String text) {
    if (!source.contains("&lt;") && !source.contains("&gt;")) {
      return text;
    }
    slips.add(new CaptionSlip(Slip.ESCAPED_BRACKET, "&lt;"));
    return text.replace("&lt;", "<").replace("&gt;", ">");
  }

  /** Drops {@code <b>}, {@code </span>} and the like, without attributes. */
  private String withoutElements(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int end = text.charAt(i) == '<' ? elementEnd(text, i) : -1;
      if (end > 0) {
        slips.add(new CaptionSlip(Slip.MARKUP, text.substring(i, end)));
        i = end;
      } else {
        kept.append(text.charAt(i++));
      }
    }
    return kept.toString();
  }

  private static int elementEnd(String text, int open) {
    int limit = Math.min(text.length(), open + LONGEST_MARKUP_NAME + 5);
    int nameStart = open + 1;
    if (nameStart < limit && text.charAt(nameStart) == '/') {
      nameStart++;
    }
    int nameEnd = nameStart;
    while (nameEnd < limit && Character.isLetter(text.charAt(nameEnd))) {
      nameEnd++;
    }
    int close = nameEnd;
    while (close < limit && (text.charAt(close) == ' ' || text.charAt(close) == '/')) {
      close++;
    }
    boolean isElement =
        close < limit
            && text.charAt(close) == '>'
            && MARKUP_NAMES.contains(text.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT));
    return isElement ? close + 1 : -1;
  }
}
