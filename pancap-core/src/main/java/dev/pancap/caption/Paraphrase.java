package dev.pancap.caption;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a text says the same as struck words in nearly the same words: their content words,
 * without endings, within a few words of each other. All words of guessing count as one, so that
 * "probably slows down" is found where "likely slowing down" was struck.
 */
public final class Paraphrase {
  /** Other words that may stand between the content words. */
  private static final int SLACK = 3;

  private static final String GUESS = "?";

  private static final Set<String> GUESSES =
      Set.of(
          "likely",
          "possibly",
          "possible",
          "probably",
          "probable",
          "perhaps",
          "maybe",
          "may",
          "might",
          "could",
          "appear",
          "appears",
          "appearing",
          "apparently",
          "seem",
          "seems",
          "seemingly",
          "presumably",
          "potentially",
          "suggesting",
          "suggests",
          "suggest");

  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          "a", "an", "the", "of", "in", "on", "at", "by", "to", "for", "from", "with", "and", "or",
          "as", "is", "are", "was", "were", "be", "been", "being", "it", "its", "this", "that",
          "these", "those", "there", "which", "who", "has", "have", "had", "their", "his", "her",
          "they", "he", "she", "some", "very", "so", "up", "down", "out", "off", "into", "process");

  private Paraphrase() {}

  /** Whether {@code text} says what {@code struck} says. */
  public static boolean says(String text, String struck) {
    List<String> wanted = contentLemmas(struck);
    if (wanted.isEmpty()) {
      return text.toLowerCase(Locale.ROOT).contains(struck.strip().toLowerCase(Locale.ROOT));
    }
    List<String> said = new ArrayList<>();
    for (String word : ClassWords.words(text)) {
      said.add(lemma(word));
    }
    int span = ClassWords.words(struck).size() + SLACK;
    for (int start = 0; start < said.size(); start++) {
      if (wanted.contains(said.get(start))) {
        List<String> window = said.subList(start, Math.min(said.size(), start + span));
        if (window.containsAll(wanted)) {
          return true;
        }
      }
    }
    return false;
  }

  /** How many words carry the meaning. */
  static int contentWords(String struck) {
    return contentLemmas(struck).size();
  }

  private static List<String> contentLemmas(String text) {
    return ClassWords.words(text).stream()
        .filter(word -> !FUNCTION_WORDS.contains(word))
        .map(Paraphrase::lemma)
        .distinct()
        .toList();
  }

  /** The word without its endings: enough to see that slowing, slowed and slows are one. */
  private static String lemma(String word) {
    if (GUESSES.contains(word)) {
      return GUESS;
    }
    String stem = word;
    for (String ending : new String[] {"ingly", "edly", "ing", "ed", "ies", "es", "s", "ly"}) {
      if (stem.endsWith(ending) && stem.length() - ending.length() >= 3) {
        stem = stem.substring(0, stem.length() - ending.length());
        break;
      }
    }
    int last = stem.length() - 1;
    if (last > 2 && stem.charAt(last) == stem.charAt(last - 1) && stem.charAt(last) != 's') {
      stem = stem.substring(0, last);
    }
    return stem.endsWith("e") || stem.endsWith("i") || stem.endsWith("y")
        ? stem.substring(0, stem.length() - 1)
        : stem;
  }
}
