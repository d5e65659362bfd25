package dev.pancap.model.describer;

import java.util.List;
import java.util.Locale;

/** Small pieces of English. */
final class English {
  private static final List<String> NUMBERS =
      List.of(
          "no",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen",
          "twenty");

  private English() {}

  static String number(int n) {
    return n < NUMBERS.size() ? NUMBERS.get(n) : String.format(Locale.ROOT, "%d", n);
  }

  static String withArticle(String words) {
    return ("aeiou".indexOf(Character.toLowerCase(words.charAt(0))) >= 0 ? "an " : "a ") + words;
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  static String list(List<String> items) {
    int last = items.size() - 1;
    return last <= 0
        ? String.join("", items)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }

  /** The first letter in upper case, also where it is the first of a tag's phrase. */
  static String capitalised(String text) {
    int first = 0;
    if (text.startsWith("<")) {
      first = text.indexOf(": ") + 2;
    }
    return text.substring(0, first)
        + text.substring(first, first + 1).toUpperCase(Locale.ROOT)
        + text.substring(first + 1);
  }

  /** How much of the picture a share is, in words that are true of it. */
  static String share(double share) {
    if (share >= 0.97) {
      return "nearly all of the picture";
    }
    if (share >= 0.7) {
      return "most of the picture";
    }
    if (share >= 0.55) {
      return "more than half of the picture";
    }
    if (share >= 0.45) {
      return "about half of the picture";
    }
    if (share >= 0.37) {
      return "nearly half of the picture";
    }
    if (share >= 0.3) {
      return "about a third of the picture";
    }
    if (share >= 0.22) {
      return "about a quarter of the picture";
    }
    if (share >= 0.17) {
      return "about a fifth of the picture";
    }
    if (share >= 0.13) {
      return "about a seventh of the picture";
    }
    if (share >= 0.08) {
      return "about a tenth of the picture";
    }
    return share >= 0.02 ? "a small part of the picture" : "a tiny part of the picture";
  }
}
