package dev.pancap.edit;

import dev.pancap.model.RequestKey;
import java.io.Serializable;
import java.util.List;

/**
 * One act of a rater. Records are appended and never rewritten; the latest of one rater on one
 * target counts.
 *
 * @param segmentId the segment's id in the mask, or 0 for an edit of the whole image ({@link
 *     EditTarget#CAPTION}, {@link EditTarget#VERIFIED}, {@link EditTarget#STANDS} of a caption)
 * @param baseText the machine's text that the rater saw
 * @param spans the changes, by ascending start; laid over {@code baseText} they give {@code
 *     resultText}
 * @param resultText the text as the rater left it
 * @param editedAtMillis milliseconds since 1970-01-01 UTC
 * @param origin where the record comes from: {@code review}, {@code label-studio}, {@code jsonl}
 */
public record EditRecord(
    long imageId,
    int segmentId,
    EditTarget target,
    String baseText,
    List<EditSpan> spans,
    String resultText,
    String rater,
    long editedAtMillis,
    String origin)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if the spans do not lead from the base to the result
   */
  public EditRecord {
    spans = List.copyOf(spans);
    if (rater.isBlank()) {
      throw new IllegalArgumentException("An edit needs the name of its rater");
    }
    boolean isAboutTheImage = target == EditTarget.CAPTION || target == EditTarget.VERIFIED;
    if (target != EditTarget.STANDS && isAboutTheImage != (segmentId == 0)) {
      throw new IllegalArgumentException(
          "Segment %d does not go with an edit of a %s".formatted(segmentId, target));
    }
    String applied = EditSpans.apply(baseText, spans);
    if (!applied.equals(resultText)) {
      throw new IllegalArgumentException(
          "The spans of image %d, segment %d do not lead from the base text to the result"
              .formatted(imageId, segmentId));
    }
  }

  /** Identifies the text that the edit was made on. */
  public String baseHash() {
    return hashOf(baseText);
  }

  /** Identifies the record by its content, so that the same act imported twice is one. */
  public String editKey() {
    RequestKey key =
        RequestKey.start()
            .with("image", imageId)
            .with("segment", segmentId)
            .with("target", target.name())
            .with("base", baseText)
            .with("result", resultText)
            .with("rater", rater)
            .with("at", editedAtMillis);
    for (EditSpan span : spans) {
      key.with("span", "%s:%d:%d".formatted(span.operation(), span.start(), span.end()));
    }
    return key.hex();
  }

  /** Identifies a base text. */
  public static String hashOf(String text) {
    return RequestKey.start().with("text", text).hex();
  }
}
