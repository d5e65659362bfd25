package dev.pancap.model.djl;

import dev.pancap.caption.CaptionBuilder;
import dev.pancap.caption.RegionLine;
import dev.pancap.model.ModelRequest;
import dev.pancap.panoptic.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Puts a grounded paragraph together from region lines. A small model cannot merge twenty lines
 * into a text with tags, so it only opens the text with a sentence about the whole picture; every
 * line then becomes a sentence that is its region's phrase, and lines that say the same become one.
 * Nothing is said that neither a line nor that sentence says.
 */
final class ParagraphAssembler {
  private ParagraphAssembler() {}

  /**
   * @param summary a sentence about the whole picture; empty for none. One that holds a forbidden
   *     phrase is left out
   */
  static String paragraph(String summary, ModelRequest request) {
    CaptionBuilder paragraph = new CaptionBuilder();
    if (!summary.isBlank() && !saysForbidden(summary, request)) {
      paragraph.text(withoutEnd(summary)).text(". ");
    }
    Map<String, List<Integer>> marksOf = new LinkedHashMap<>();
    for (RegionLine line : request.lines()) {
      marksOf.computeIfAbsent(phrase(line), phrase -> new ArrayList<>()).add(line.mark());
    }
    marksOf.forEach((phrase, marks) -> paragraph.group(marks, phrase).text(". "));
    return paragraph.build().grounded();
  }

  private static boolean saysForbidden(String summary, ModelRequest request) {
    String text = summary.toLowerCase(Locale.ROOT);
    return request.forbidden().stream()
        .anyMatch(phrase -> text.contains(phrase.toLowerCase(Locale.ROOT)));
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

  private static String withoutEnd(String text) {
    return text.strip().replaceAll("[.!?:\\s]+$", "");
  }
}
