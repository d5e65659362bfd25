package dev.pancap.caption;

import dev.pancap.wordnet.Lemmatizer;
import dev.pancap.wordnet.PartOfSpeech;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a text says the same as struck words in nearly the same words: their content words, in
 * any form, within a few words of each other. Two words are one if WordNet has a base form for
 * both, so that "slows" is "slowing" and "ran" is "run"; an adverb counts as its adjective. All
 * words of guessing count as one, so that "probably slows down" is found where "likely slowing
 * down" was struck. Other words for the same thing are not looked for.
 */
public final class Paraphrase {
  /** Other words that may stand between the content words. */
  private static final int SLACK = 3;

  private static final String GUESS = "?";

  /** What an adjective may have where its adverb has "ly": quick, gentle. */
  private static final List<String> ADJECTIVE_ENDINGS = List.of("", "le");

  private static final Lemmatizer LEMMATIZER = new Lemmatizer();

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
          "they", "them", "him", "we", "us", "you", "he", "she", "some", "very", "so", "up", "down",
          "out", "off", "into", "process");

  private Paraphrase() {}

  /** Whether {@code text} says what {@code struck} says. */
  public static boolean says(String text, String struck) {
    List<Set<String>> wanted = contentWordForms(struck);
    if (wanted.isEmpty()) {
      return text.toLowerCase(Locale.ROOT).contains(struck.strip().toLowerCase(Locale.ROOT));
    }
    List<Set<String>> said = ClassWords.words(text).stream().map(Paraphrase::baseForms).toList();
    int span = ClassWords.words(struck).size() + SLACK;
    for (int start = 0; start < said.size(); start++) {
      Set<String> first = said.get(start);
      if (wanted.stream().anyMatch(forms -> meet(forms, first))) {
        List<Set<String>> window = said.subList(start, Math.min(said.size(), start + span));
        if (wanted.stream()
            .allMatch(forms -> window.stream().anyMatch(other -> meet(forms, other)))) {
          return true;
        }
      }
    }
    return false;
  }

  /** How many words carry the meaning. */
  static int contentWords(String struck) {
    return contentWordForms(struck).size();
  }

  private static List<Set<String>> contentWordForms(String text) {
    return ClassWords.words(text).stream()
        .filter(word -> !FUNCTION_WORDS.contains(word))
        .map(Paraphrase::baseForms)
        .distinct()
        .toList();
  }

  private static boolean meet(Set<String> forms, Set<String> others) {
    return !Collections.disjoint(forms, others);
  }

  /**
   * The base forms of a word as noun, verb, adjective and adverb; the word itself if it has none.
   */
  private static Set<String> baseForms(String word) {
    if (GUESSES.contains(word)) {
      return Set.of(GUESS);
    }
    Set<String> forms = new HashSet<>();
    forms.add(word);
    for (PartOfSpeech part : PartOfSpeech.values()) {
      forms.addAll(LEMMATIZER.bases(word, part));
    }
    if (word.endsWith("ly") && word.length() > 4) {
      for (String ending : ADJECTIVE_ENDINGS) {
        String adjective = word.substring(0, word.length() - 2) + ending;
        forms.addAll(LEMMATIZER.bases(adjective, PartOfSpeech.ADJECTIVE));
      }
      if (word.endsWith("ily")) {
        String adjective = word.substring(0, word.length() - 3) + "y";
        forms.addAll(LEMMATIZER.bases(adjective, PartOfSpeech.ADJECTIVE));
      }
    }
    return forms;
  }
}
