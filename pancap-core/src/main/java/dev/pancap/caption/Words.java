package dev.pancap.caption;

/**
 * Counts words and sentences as the published figures do: on the plain text, ids not counted.
 *
 * <p>A word is a run of characters without white space that holds a letter or a digit. A sentence
 * is a stretch that holds a word and ends with {@code .}, {@code !} or {@code ?} (closing quotes
 * and brackets may follow) before white space or the end, or with the text; a full stop inside a
 * word, as in {@code 3.5}, ends nothing.
 */
public final class Words {
  private Words() {}

  public static int count(String plain) {
    int words = 0;
    boolean inWord = false;
    for (int i = 0; i < plain.length(); ) {
      int c = plain.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        inWord = false;
      } else if (!inWord && Character.isLetterOrDigit(c)) {
        inWord = true;
        words++;
      }
    }
    return words;
  }

  public static int countSentences(String plain) {
    int sentences = 0;
    boolean hasWord = false;
    boolean stopped = false;
    for (int i = 0; i < plain.length(); ) {
      int c = plain.codePointAt(i);
      i += Character.charCount(c);
      if (c == '.' || c == '!' || c == '?') {
        stopped = true;
      } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        if (stopped && hasWord) {
          sentences++;
          hasWord = false;
        }
        stopped = false;
      } else if (")]}\"'”’»".indexOf(c) < 0) {
        stopped = false;
        hasWord |= Character.isLetterOrDigit(c);
      }
    }
    return hasWord ? sentences + 1 : sentences;
  }
}
