package dev.pancap.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Spans as the difference between two texts, and back. */
public final class EditSpans {
  private static final Pattern AROUND_WORDS =
      Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

  private EditSpans() {}

  /**
   * Lays spans over a text.
   *
   * @param spans by ascending start, not overlapping
   * @throws IllegalArgumentException if they overlap, leave the text, or name words that do not
   *     stand there
   */
  public static String apply(String base, List<EditSpan> spans) {
    int[] points = base.codePoints().toArray();
    StringBuilder result = new StringBuilder(base.length());
    int position = 0;
    for (EditSpan span : spans) {
      if (span.start() < position || span.end() > points.length) {
        throw new IllegalArgumentException(
            "The span %d to %d overlaps another or leaves a text of %d code points"
                .formatted(span.start(), span.end(), points.length));
      }
      append(result, points, position, span.start());
      if (span.operation() == EditOperation.ADD) {
        result.append(span.text());
      } else if (!new String(points, span.start(), span.end() - span.start()).equals(span.text())) {
        throw new IllegalArgumentException(
            "At %d to %d the text does not say what the span removes"
                .formatted(span.start(), span.end()));
      }
      position = span.end();
    }
    append(result, points, position, points.length);
    return result.toString();
  }

  /** The word-wise changes that lead from {@code base} to {@code result}. */
  public static List<EditSpan> between(String base, String result) {
    List<EditSpan> spans = new ArrayList<>();
    WordDiff diff = WordDiff.between(base, result);
    for (WordDiff.Hunk hunk : diff.hunks()) {
      int start = diff.baseOffset(hunk.baseStart());
      int end = diff.baseOffset(hunk.baseEnd());
      if (end > start) {
        spans.add(new EditSpan(EditOperation.REMOVE, start, end, codePoints(base, start, end)));
      }
      String added = diff.otherText(hunk);
      if (!added.isEmpty()) {
        spans.add(new EditSpan(EditOperation.ADD, end, end, added));
      }
    }
    return spans;
  }

  /**
   * The word-wise changes that lead from {@code base} to {@code result}, where what was taken out
   * counts as a hallucination as far as it is among the struck words.
   */
  public static List<EditSpan> between(String base, String result, List<String> struck) {
    List<EditSpan> spans = new ArrayList<>();
    for (EditSpan span : between(base, result)) {
      if (span.operation() == EditOperation.REMOVE) {
        splitAtStruck(span, struck, spans);
      } else {
        spans.add(span);
      }
    }
    return spans;
  }

  private static void splitAtStruck(EditSpan removed, List<String> struck, List<EditSpan> to) {
    String words =
        struck.stream()
            .filter(candidate -> !candidate.isBlank() && removed.text().contains(candidate))
            .findFirst()
            .orElse(null);
    if (words == null) {
      to.add(removed);
      return;
    }
    int before = removed.text().indexOf(words);
    int start = removed.start() + removed.text().codePointCount(0, before);
    int end = start + words.codePointCount(0, words.length());
    if (before > 0) {
      splitAtStruck(
          new EditSpan(
              EditOperation.REMOVE, removed.start(), start, removed.text().substring(0, before)),
          struck,
          to);
    }
    to.add(new EditSpan(EditOperation.HALLUCINATION, start, end, words));
    if (end < removed.end()) {
      splitAtStruck(
          new EditSpan(
              EditOperation.REMOVE,
              end,
              removed.end(),
              removed.text().substring(before + words.length())),
          struck,
          to);
    }
  }

  /** The words that spans struck as hallucinations, without the punctuation around them. */
  public static List<String> struck(List<EditSpan> spans) {
    return spans.stream()
        .filter(span -> span.operation() == EditOperation.HALLUCINATION)
        .map(span -> AROUND_WORDS.matcher(span.text()).replaceAll(""))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static String codePoints(String text, int start, int end) {
    return text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
  }

  private static void append(StringBuilder to, int[] points, int start, int end) {
    for (int i = start; i < end; i++) {
      to.appendCodePoint(points[i]);
    }
  }
}
