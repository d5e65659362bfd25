package dev.pancap.store;

import dev.pancap.caption.PhraseGroup;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One published image. The columns of a release are these components in {@code snake_case}; {@link
 * ReleaseFile} renames them, and nobody else does.
 *
 * @param imageBytes the picture's file where the release embeds it, else null
 * @param imagePath where the picture is
 * @param caption plain text
 * @param captionGrounded the same with its tags
 * @param groups the tagged phrases, spans in Unicode code points of {@code caption}
 * @param segments by ascending mark
 * @param flags names of the gate's findings and of the repairs, each once, sorted
 * @param masks all annotated segments, crowds included
 * @param masksMentioned segments that the caption names
 */
public record ReleaseRow(
    long imageId,
    String fileName,
    String split,
    int width,
    int height,
    byte @Nullable [] imageBytes,
    String imagePath,
    String caption,
    String captionGrounded,
    List<PhraseGroup> groups,
    List<ReleaseSegment> segments,
    int words,
    int sentences,
    int masks,
    int things,
    int stuffs,
    int masksMentioned,
    List<String> flags,
    String model,
    String promptVersion,
    String describeKey,
    String composeKey)
    implements Serializable {
  public ReleaseRow {
    groups = List.copyOf(groups);
    segments = List.copyOf(segments);
    flags = List.copyOf(flags);
  }

  /** The same row with its picture in it. */
  public ReleaseRow withImage(byte[] bytes, String path) {
    return new ReleaseRow(
        imageId,
        fileName,
        split,
        width,
        height,
        bytes,
        path,
        caption,
        captionGrounded,
        groups,
        segments,
        words,
        sentences,
        masks,
        things,
        stuffs,
        masksMentioned,
        flags,
        model,
        promptVersion,
        describeKey,
        composeKey);
  }

  /**
   * One segment of a published image.
   *
   * @param area pixels
   * @param bbox {@code [x, y, width, height]}
   * @param rleSize {@code [height, width]}, as COCO has it
   * @param rleCounts COCO's compressed run lengths
   * @param description the region's line as it went into the caption; empty if there was none
   * @param edited whether a person changed or wrote the line
   * @param source who drew the mask: {@code human} or {@code model}
   * @param score the model's confidence, or null for a person's mask
   */
  public record ReleaseSegment(
      int mark,
      int segmentId,
      int categoryId,
      String category,
      boolean isThing,
      boolean isCrowd,
      long area,
      List<Integer> bbox,
      List<Integer> rleSize,
      String rleCounts,
      String description,
      boolean edited,
      String source,
      @Nullable Double score)
      implements Serializable {
    public ReleaseSegment {
      bbox = List.copyOf(bbox);
      rleSize = List.copyOf(rleSize);
    }
  }
}
