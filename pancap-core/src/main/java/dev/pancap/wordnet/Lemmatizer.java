package dev.pancap.wordnet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Base forms as NLTK's WordNet lemmatizer finds them: irregular forms first, then the suffix rules,
 * repeated until one gives a word. Upper case and words with blanks are in no WordNet index and
 * stay as they are.
 */
public final class Lemmatizer {
  private record Suffix(String ending, String replacement) {}

  private static final Map<PartOfSpeech, List<Suffix>> SUFFIXES =
      Map.of(
          PartOfSpeech.NOUN,
              rules(
                  "s:", "ses:s", "ves:f", "xes:x", "zes:z", "ches:ch", "shes:sh", "men:man",
                  "ies:y"),
          PartOfSpeech.VERB, rules("s:", "ies:y", "es:e", "es:", "ed:e", "ed:", "ing:e", "ing:"),
          PartOfSpeech.ADJECTIVE, rules("er:", "est:", "er:e", "est:e"),
          PartOfSpeech.ADVERB, List.of());

  private final WordNet wordNet = WordNet.instance();

  /** The shortest base form, the first of equals; the word itself if WordNet has none. */
  public String lemma(String word, PartOfSpeech pos) {
    return bases(word, pos).stream().min(Comparator.comparingInt(String::length)).orElse(word);
  }

  /** All base forms that are in WordNet. */
  public List<String> bases(String word, PartOfSpeech pos) {
    List<String> irregular = wordNet.exceptions(word, pos);
    if (!irregular.isEmpty()) {
      List<String> forms = new ArrayList<>(List.of(word));
      forms.addAll(irregular);
      return known(forms, pos);
    }
    List<String> forms = shortened(List.of(word), pos);
    List<String> withWord = new ArrayList<>(List.of(word));
    withWord.addAll(forms);
    List<String> found = known(withWord, pos);
    while (found.isEmpty() && !forms.isEmpty()) {
      forms = shortened(forms, pos);
      found = known(forms, pos);
    }
    return found;
  }

  private static List<String> shortened(List<String> forms, PartOfSpeech pos) {
    List<String> shorter = new ArrayList<>();
    for (String form : forms) {
      for (Suffix suffix : SUFFIXES.getOrDefault(pos, List.of())) {
        if (form.endsWith(suffix.ending())) {
          shorter.add(
              form.substring(0, form.length() - suffix.ending().length()) + suffix.replacement());
        }
      }
    }
    return shorter;
  }

  private List<String> known(List<String> forms, PartOfSpeech pos) {
    Set<String> known = new LinkedHashSet<>();
    for (String form : forms) {
      if (wordNet.has(form, pos)) {
        known.add(form);
      }
    }
    return List.copyOf(known);
  }

  private static List<Suffix> rules(String... rules) {
    List<Suffix> suffixes = new ArrayList<>();
    for (String rule : rules) {
      int colon = rule.indexOf(':');
      suffixes.add(new Suffix(rule.substring(0, colon), rule.substring(colon + 1)));
    }
    return List.copyOf(suffixes);
  }
}
