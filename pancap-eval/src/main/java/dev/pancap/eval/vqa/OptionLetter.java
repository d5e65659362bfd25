package dev.pancap.eval.vqa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the chosen option in a free answer to a multiple-choice question, as VLMEvalKit does. */
public final class OptionLetter {
  /** What refusals count as. */
  public static final String REFUSED = "Z";

  private static final List<String> REFUSALS =
      List.of(
          "Sorry, I can't help with images of people yet.",
          "I can't process this file.",
          "I'm sorry, but without the image provided",
          "Cannot determine the answer");

  /** An option's letter counts only this close to the end of the answer. */
  private static final int LAST_TOKENS = 4;

  private OptionLetter() {}

  /**
   * The option that an answer names, if it names one.
   *
   * @param options the options' texts by letter
   */
  public static Optional<String> find(String answer, Map<String, String> options) {
    if (REFUSALS.stream().anyMatch(answer::contains)) {
      return Optional.of(REFUSED);
    }
    List<String> tokens =
        Arrays.stream(answer.replaceAll("[.()\\[\\],:;!*#{}]", " ").strip().split("\\s+"))
            .filter(token -> !token.isEmpty())
            .toList();
    Optional<String> letter = letter(tokens, options);
    if (letter.isPresent()) {
      return letter;
    }
    letter = stated(tokens, options);
    return letter.isPresent() ? letter : text(answer, options);
  }

  private static Optional<String> letter(List<String> tokens, Map<String, String> options) {
    List<String> present = options.keySet().stream().filter(tokens::contains).toList();
    if (present.size() == 1) {
      boolean isNearEnd = tokens.indexOf(present.get(0)) >= tokens.size() - LAST_TOKENS;
      return isNearEnd ? Optional.of(present.get(0)) : Optional.empty();
    }
    return present.isEmpty() && tokens.contains(REFUSED) ? Optional.of(REFUSED) : Optional.empty();
  }

  /** {@code answer is X}. */
  private static Optional<String> stated(List<String> tokens, Map<String, String> options) {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).equalsIgnoreCase("answer")
          && tokens.get(i + 1).equals("is")
          && options.containsKey(tokens.get(i + 2))) {
        return Optional.of(tokens.get(i + 2));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> text(String answer, Map<String, String> options) {
    int length = options.values().stream().mapToInt(String::length).sum();
    if (answer.length() > 2 * length) {
      return Optional.empty();
    }
    String lower = answer.toLowerCase(Locale.ROOT);
    List<String> found = new ArrayList<>();
    options.forEach(
        (letter, text) -> {
          if (lower.contains(text.toLowerCase(Locale.ROOT))) {
            found.add(letter);
          }
        });
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }
}
