package dev.pancap.eval.caption.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits captions into sentences behind a full stop, question or exclamation mark with its closing
 * quotes and brackets, unless an abbreviation or an initial is before it: what NLTK's Punkt does
 * for English text like this. Punkt's learned word statistics are not used.
 */
final class SentenceSplitter {
  private static final Pattern END =
      Pattern.compile("(\\S*)([.?!]+)([)\"'\\]}\u2019\u201D]*)(\\s+)(?=(\\S+))");

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          ("mr mrs ms dr prof st jr sr inc co corp ltd vs etc e.g i.e u.s u.k d.c a.m p.m no gen col"
                  + " lt capt sgt rev hon ave blvd mt ft fig jan feb mar apr aug sept sep oct nov dec")
              .split(" "));

  private SentenceSplitter() {}

  /** Sentences without the blanks around them. */
  static List<String> split(String text) {
    List<String> sentences = new ArrayList<>();
    Matcher matcher = END.matcher(text);
    int start = 0;
    while (matcher.find()) {
      if (isEnd(matcher.group(1), matcher.group(2), matcher.group(5))) {
        sentences.add(text.substring(start, matcher.end(3)).strip());
        start = matcher.end();
      }
    }
    if (!text.substring(start).isBlank()) {
      sentences.add(text.substring(start).strip());
    }
    return List.copyOf(sentences);
  }

  private static boolean isEnd(String word, String marks, String next) {
    if (!marks.endsWith(".")) {
      return true;
    }
    String bare = word.toLowerCase(Locale.ROOT).replaceAll("^[^\\p{L}\\p{N}]+", "");
    boolean initial = bare.length() == 1 && Character.isLetter(bare.charAt(0));
    boolean lowerNext = Character.isLowerCase(next.charAt(0));
    if (ABBREVIATIONS.contains(bare)) {
      return false;
    }
    return !initial && !(lowerNext && marks.length() > 1);
  }
}
