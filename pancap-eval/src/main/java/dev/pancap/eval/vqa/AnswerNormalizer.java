package dev.pancap.eval.vqa;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Normalises short answers as the VQA and TextVQA evaluations do: lower case, no punctuation,
 * digits for number words, no articles, apostrophes put back into contractions. A slash between
 * letters becomes a space, so {@code A/B} becomes {@code b}.
 */
public final class AnswerNormalizer {
  private static final String[] PUNCTUATION = {
    ";", "/", "[", "]", "\"", "{", "}", "(", ")", "=", "+", "\\", "_", "-", ">", "<", "@", "`", ",",
    "?", "!"
  };
  private static final Pattern DIGIT_COMMA = Pattern.compile("\\d,\\d");
  private static final Pattern PERIOD = Pattern.compile("\\.(?!\\d)");

  /** The original passes a flag where a count belongs, and the flag's value is 32. */
  private static final int MOST_PERIODS = 32;

  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("none", "0"),
          Map.entry("zero", "0"),
          Map.entry("one", "1"),
          Map.entry("two", "2"),
          Map.entry("three", "3"),
          Map.entry("four", "4"),
          Map.entry("five", "5"),
          Map.entry("six", "6"),
          Map.entry("seven", "7"),
          Map.entry("eight", "8"),
          Map.entry("nine", "9"),
          Map.entry("ten", "10"));

  private static final Set<String> ARTICLES = Set.of("a", "an", "the");

  /** The contractions that are recognised when apostrophes are missing. */
  private static final List<String> CONTRACTIONS =
      List.of(
          "ain't",
          "aren't",
          "can't",
          "could've",
          "couldn't",
          "couldn't've",
          "didn't",
          "doesn't",
          "don't",
          "hadn't",
          "hadn't've",
          "hasn't",
          "haven't",
          "he'd",
          "he'd've",
          "he's",
          "how'd",
          "how'll",
          "how's",
          "isn't",
          "it'd",
          "it'd've",
          "it'll",
          "ma'am",
          "mightn't",
          "mightn't've",
          "might've",
          "mustn't",
          "must've",
          "needn't",
          "not've",
          "o'clock",
          "oughtn't",
          "shan't",
          "she'd've",
          "should've",
          "shouldn't",
          "shouldn't've",
          "somebody'd've",
          "somebody'll",
          "somebody's",
          "someone'd",
          "someone'd've",
          "someone'll",
          "someone's",
          "something'd",
          "something'd've",
          "something'll",
          "that's",
          "there'd",
          "there'd've",
          "there're",
          "there's",
          "they'd",
          "they'd've",
          "they'll",
          "they're",
          "they've",
          "'twas",
          "wasn't",
          "we'd've",
          "we've",
          "weren't",
          "what'll",
          "what're",
          "what's",
          "what've",
          "when's",
          "where'd",
          "where's",
          "where've",
          "who'd",
          "who'd've",
          "who'll",
          "who's",
          "who've",
          "why'll",
          "why're",
          "why's",
          "won't",
          "would've",
          "wouldn't",
          "wouldn't've",
          "y'all",
          "y'all'll",
          "y'all'd've",
          "you'd",
          "you'd've",
          "you'll",
          "you're",
          "you've");

  private static final Map<String, String> APOSTROPHES = withoutOne();

  private AnswerNormalizer() {}

  /** Each contraction by each way to write it with some, or none, of its apostrophes. */
  private static Map<String, String> withoutOne() {
    Map<String, String> byForm = new HashMap<>();
    for (String contraction : CONTRACTIONS) {
      byForm.put(contraction.replace("'", ""), contraction);
      int first = contraction.indexOf('\'');
      int last = contraction.lastIndexOf('\'');
      if (first != last) {
        byForm.put(contraction.substring(0, first) + contraction.substring(first + 1), contraction);
        byForm.put(contraction.substring(0, last) + contraction.substring(last + 1), contraction);
      }
    }
    return byForm;
  }

  public static String normalize(String answer) {
    String text =
        answer
            .toLowerCase(Locale.ROOT)
            .replace(",", "")
            .replace("?", "")
            .replace("'s", " 's")
            .strip()
            .replace('\n', ' ')
            .replace('\t', ' ')
            .strip();
    return words(withoutPunctuation(text));
  }

  private static String withoutPunctuation(String text) {
    boolean hasDigitComma = DIGIT_COMMA.matcher(text).find();
    String result = text;
    for (String mark : PUNCTUATION) {
      boolean isBesideSpace = text.contains(mark + " ") || text.contains(" " + mark);
      result = result.replace(mark, isBesideSpace || hasDigitComma ? "" : " ");
    }
    Matcher periods = PERIOD.matcher(result);
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < MOST_PERIODS && periods.find(); i++) {
      periods.appendReplacement(kept, "");
    }
    return periods.appendTail(kept).toString();
  }

  private static String words(String text) {
    StringBuilder result = new StringBuilder();
    for (String word : text.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
      String number = NUMBERS.getOrDefault(word, word);
      if (!number.isEmpty() && !ARTICLES.contains(number)) {
        result.append(result.isEmpty() ? "" : " ");
        result.append(APOSTROPHES.getOrDefault(number, number));
      }
    }
    return result.toString();
  }
}
