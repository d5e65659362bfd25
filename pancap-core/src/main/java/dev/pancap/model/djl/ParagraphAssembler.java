package dev.pancap.model.djl;

import dev.pancap.caption.RegionLine;
import dev.pancap.model.ModelRequest;
import dev.pancap.panoptic.Category;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Puts a grounded paragraph together from region lines. A small model cannot merge twenty lines
 * into a text with tags, so it only opens the text with a sentence about the whole picture; every
 * line then becomes a sentence that is its region's phrase. Nothing is said that neither a line nor
 * that sentence says.
 */
final class ParagraphAssembler {
  private ParagraphAssembler() {}

  /**
   * @param summary a sentence about the whole picture; empty for none. One that holds a forbidden
   *     phrase is left out
   */
  static String paragraph(String summary, ModelRequest request) {
    String regions =
        request.lines().stream()
            .map(line -> "<" + line.mark() + ": " + phrase(line) + ">.")
            .collect(Collectors.joining(" "));
    String opening = summary.toLowerCase(Locale.ROOT);
    boolean forbidden =
        request.forbidden().stream()
            .anyMatch(phrase -> opening.contains(phrase.toLowerCase(Locale.ROOT)));
    return summary.isBlank() || forbidden ? regions : sentence(summary) + " " + regions;
  }

  private static String phrase(RegionLine line) {
    String text = withoutEnd(RegionQuestions.oneLine(line.description()));
    String name = new Category(0, line.category(), "", false).displayName();
    if (text.isEmpty()) {
      return "The " + name;
    }
    boolean named = text.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    return named ? text : "The " + name + ": " + text;
  }

  private static String sentence(String text) {
    return withoutEnd(text) + ".";
  }

  private static String withoutEnd(String text) {
    return text.strip().replaceAll("[.!?\\s]+$", "");
  }
}
