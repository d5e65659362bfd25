package dev.pancap.gallery;

import dev.pancap.caption.GroundedCaption;
import dev.pancap.caption.PhraseGroup;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A grounded caption as HTML: its phrases are elements that name their marks. */
final class CaptionMarkup {
  private CaptionMarkup() {}

  /**
   * @throws IllegalArgumentException if a phrase lies outside the text or on another phrase
   */
  static String of(GroundedCaption caption) {
    String text = caption.plain();
    int codePoints = text.codePointCount(0, text.length());
    List<PhraseGroup> groups =
        caption.groups().stream().sorted(Comparator.comparingInt(PhraseGroup::start)).toList();
    StringBuilder html = new StringBuilder();
    int at = 0;
    for (PhraseGroup group : groups) {
      if (group.start() < at || group.end() < group.start() || group.end() > codePoints) {
        throw new IllegalArgumentException(
            "Phrase %d to %d does not fit a text of %d code points after %d"
                .formatted(group.start(), group.end(), codePoints, at));
      }
      html.append(Html.escape(slice(text, at, group.start())));
      String marks = group.markIds().stream().map(String::valueOf).collect(Collectors.joining(","));
      html.append("<span class=\"phrase\" role=\"button\" tabindex=\"0\" data-marks=\"")
          .append(marks)
          .append("\">")
          .append(Html.escape(slice(text, group.start(), group.end())))
          .append("</span>");
      at = group.end();
    }
    return html.append(Html.escape(slice(text, at, codePoints))).toString();
  }

  private static String slice(String text, int start, int end) {
    int from = text.offsetByCodePoints(0, start);
    return text.substring(from, text.offsetByCodePoints(from, end - start));
  }
}
