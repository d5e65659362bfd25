package dev.pancap.caption;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what stands between {@code <} and the phrase of a tag: the ids and their colon. */
final class TagHeader {
  /** Wider ranges, and tags with more ids, are slips and not groups. */
  private static final int MOST_IDS = 4096;

  private static final int MOST_DIGITS = 9;
  private static final Set<String> LABELS =
      Set.of("id", "ids", "mark", "marks", "mask", "masks", "region", "regions", "segment", "no");
  private static final Set<String> UNITS =
      Set.of("st", "nd", "rd", "th", "pm", "am", "cm", "mm", "km", "kg", "ft", "inch", "eleven");
  private static final int SHORTEST_NOUN = 3;

  private final String text;
  private final List<Integer> ids = new ArrayList<>();
  private final Set<Slip> slips = new LinkedHashSet<>();
  private boolean sawDigits;
  private boolean isTag;
  private int at;

  private TagHeader(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /**
   * Reads from the character after {@code <}. Looks at no character twice and never beyond the next
   * bracket, so that a text of nothing but {@code <} is read in linear time.
   */
  static TagHeader read(String text, int start) {
    TagHeader header = new TagHeader(text, start);
    header.readLabel();
    header.readIds();
    header.isTag = header.readColon();
    if (new LinkedHashSet<>(header.ids).size() < header.ids.size()) {
      header.slips.add(Slip.REPEATED_ID);
    }
    return header;
  }

  /** Whether ids and a colon were found; ids may be none, as in {@code <: phrase>}. */
  boolean isTag() {
    return isTag;
  }

  boolean sawDigits() {
    return sawDigits;
  }

  List<Integer> ids() {
    return ids;
  }

  Set<Slip> slips() {
    return slips;
  }

  /** Where the phrase begins. */
  int end() {
    return at;
  }

  private void readLabel() {
    skipSpaces();
    int wordEnd = at;
    while (wordEnd < text.length()
        && wordEnd - at < 10
        && Character.isLetter(text.charAt(wordEnd))) {
      wordEnd++;
    }
    int afterWord = at;
    if (wordEnd > at && LABELS.contains(text.substring(at, wordEnd).toLowerCase(Locale.ROOT))) {
      afterWord = wordEnd;
      while (charAt(afterWord) == '.' || charAt(afterWord) == ' ') {
        afterWord++;
      }
    }
    if (charAt(afterWord) == '#') {
      afterWord++;
    }
    if (afterWord > at && isDigit(charAt(afterWord))) {
      slips.add(Slip.ID_LABEL);
      at = afterWord;
    }
  }

  /** Reads {@code 3, 4 and 7-9}; stops before what follows the last id. */
  private void readIds() {
    readSeparators();
    while (isDigit(charAt(at))) {
      sawDigits = true;
      readIdOrRange();
      if (!readSeparators() && isDigit(charAt(at))) {
        slips.add(Slip.WRONG_SEPARATOR);
      }
    }
  }

  private void readIdOrRange() {
    int first = readNumber();
    int dash = at;
    while (charAt(dash) == ' ') {
      dash++;
    }
    int second = dash + 1;
    while (charAt(second) == ' ') {
      second++;
    }
    if ((charAt(dash) != '-' && charAt(dash) != '–') || !isDigit(charAt(second))) {
      add(first);
      return;
    }
    at = second;
    int last = readNumber();
    if (first < 0 || last < first || last - first >= MOST_IDS) {
      slips.add(Slip.BAD_ID);
      return;
    }
    slips.add(Slip.ID_RANGE);
    for (int id = first; id <= last; id++) {
      add(id);
    }
  }

  private void add(int id) {
    if (id < 0 || ids.size() >= MOST_IDS) {
      slips.add(Slip.BAD_ID);
    } else {
      ids.add(id);
    }
  }

  /** The number at the reading position, or -1 if it has too many digits. */
  private int readNumber() {
    int start = at;
    int value = 0;
    while (isDigit(charAt(at))) {
      if (at - start < MOST_DIGITS) {
        value = value * 10 + (charAt(at) - '0');
      }
      at++;
    }
    return at - start <= MOST_DIGITS ? value : -1;
  }

  /** Skips commas and what stands for them. Returns whether there was one. */
  private boolean readSeparators() {
    int commas = 0;
    int others = 0;
    while (true) {
      skipSpaces();
      char c = charAt(at);
      if (c == ',') {
        commas++;
        at++;
      } else if (c == ';' || c == '/' || c == '&' || c == '+' || c == '|' || c == '，') {
        others++;
        at++;
      } else if (text.startsWith("and ", at) && ids.size() > 0) {
        others++;
        at += 4;
      } else {
        break;
      }
    }
    if (others > 0) {
      slips.add(Slip.WRONG_SEPARATOR);
    } else if (commas > 1 || (commas == 1 && (ids.isEmpty() || !isDigit(charAt(at))))) {
      slips.add(Slip.EXTRA_SEPARATOR);
    }
    return commas + others > 0;
  }

  private boolean readColon() {
    if (!isColon(charAt(at))) {
      return false;
    }
    at++;
    int colons = at;
    while (charAt(at) == ' ' || isColon(charAt(at))) {
      if (isColon(charAt(at))) {
        slips.add(Slip.EXTRA_SEPARATOR);
      }
      at++;
    }
    if (isDigit(charAt(at)) && !ids.isEmpty()) {
      readIdAfterColon(at == colons);
    }
    return true;
  }

  /** {@code <9:11skateboard>}, {@code <9:11: skateboard>}, but not {@code <9: 2nd car>}. */
  private void readIdAfterColon(boolean glued) {
    int start = at;
    int id = readNumber();
    int afterDigits = at;
    skipSpaces();
    boolean hasColon = isColon(charAt(at));
    int afterColon = at + 1;
    while (charAt(afterColon) == ' ') {
      afterColon++;
    }
    if (hasColon && Character.isLetter(charAt(afterColon))) {
      at = afterColon;
    } else if (glued && startsNoun(afterDigits)) {
      at = afterDigits;
    } else {
      at = start;
      return;
    }
    slips.add(Slip.COLON_FOR_COMMA);
    add(id);
  }

  private boolean startsNoun(int start) {
    int end = start;
    while (end - start < 10 && Character.isLetter(charAt(end))) {
      end++;
    }
    return end - start >= SHORTEST_NOUN
        && !UNITS.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
  }

  private void skipSpaces() {
    while (charAt(at) == ' ') {
      at++;
    }
  }

  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isColon(char c) {
    return c == ':' || c == '：';
  }
}
