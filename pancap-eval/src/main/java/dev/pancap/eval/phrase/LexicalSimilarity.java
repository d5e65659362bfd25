package dev.pancap.eval.phrase;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Phrases compared without a model: the share of words that they have in common, articles left out
 * and plurals cut (Dice's coefficient). The head of a phrase, its last word before a preposition,
 * counts as much as all the others together.
 */
public final class LexicalSimilarity implements PhraseSimilarity {
  private static final Set<String> SKIPPED =
      Set.of("a", "an", "the", "some", "several", "two", "three", "of", "other", "merged", "stuff");
  private static final Set<String> AFTER_HEAD =
      Set.of(
          "with", "in", "on", "at", "of", "wearing", "holding", "near", "under", "over", "that",
          "which", "behind", "from", "for", "to", "and", "by");

  @Override
  public String name() {
    return "lexical";
  }

  @Override
  public double similarity(String a, String b) {
    Set<String> left = words(a);
    Set<String> right = words(b);
    if (left.isEmpty() || right.isEmpty()) {
      return left.equals(right) ? 1 : 0;
    }
    Set<String> both = new HashSet<>(left);
    both.retainAll(right);
    double dice = 2.0 * both.size() / (left.size() + right.size());
    double heads = head(a).equals(head(b)) ? 1 : 0;
    return (dice + heads) / 2;
  }

  private static Set<String> words(String phrase) {
    return Arrays.stream(tokens(phrase))
        .filter(word -> !word.isEmpty() && !SKIPPED.contains(word))
        .map(LexicalSimilarity::singular)
        .collect(Collectors.toSet());
  }

  private static String head(String phrase) {
    String head = "";
    for (String word : tokens(phrase)) {
      if (AFTER_HEAD.contains(word) && !head.isEmpty()) {
        break;
      }
      if (!word.isEmpty() && !SKIPPED.contains(word)) {
        head = singular(word);
      }
    }
    return head;
  }

  private static String[] tokens(String phrase) {
    return phrase.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+");
  }

  private static String singular(String word) {
    if (word.equals("people") || word.equals("persons")) {
      return "person";
    }
    if (word.endsWith("ies") && word.length() > 4) {
      return word.substring(0, word.length() - 3) + "y";
    }
    if (word.endsWith("es") && word.matches(".*(s|x|z|ch|sh)es")) {
      return word.substring(0, word.length() - 2);
    }
    return word.endsWith("s") && !word.endsWith("ss") && word.length() > 3
        ? word.substring(0, word.length() - 1)
        : word;
  }
}
