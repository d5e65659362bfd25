package dev.pancap.store;

import dev.pancap.caption.PhraseGroup;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
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
 * @param sceneGraph {@link dev.pancap.scene.SceneGraphJson}, or null where none was wanted
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
    String composeKey,
    @Nullable String sceneGraph)
    implements Serializable {
  public ReleaseRow {
    groups = List.copyOf(groups);
    segments = List.copyOf(segments);
    flags = List.copyOf(flags);
  }

  /** The same row with its picture in it. */
  public ReleaseRow withImage(byte[] bytes, String path) {
    return with(bytes, path, sceneGraph);
  }

  /** The image as it was captioned, with its segments; a release does not keep their centroids. */
  public PreparedImage prepared() {
    return new PreparedImage(
        imageId,
        fileName,
        split,
        width,
        height,
        imagePath,
        null,
        segments.stream().map(ReleaseSegment::segment).toList(),
        List.of(),
        "",
        "");
  }

  /** The same row with a scene graph. */
  public ReleaseRow withSceneGraph(String json) {
    return with(imageBytes, imagePath, json);
  }

  @SuppressWarnings("NullAway") // The annotation of an array in a record's header is not seen.
  private ReleaseRow with(byte @Nullable [] bytes, String path, @Nullable String graph) {
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
        composeKey,
        graph);
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
   * @param source who made the segment: {@code human}, {@code model}, or {@code corrected} for a
   *     model's mask whose class a person gave
   * @param score the model's confidence, or null where a person gave the class
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

    private Segment segment() {
      return new Segment(
          mark,
          segmentId,
          categoryId,
          category,
          isThing,
          isCrowd,
          area,
          new BoundingBox(bbox.get(0), bbox.get(1), bbox.get(2), bbox.get(3)),
          rleCounts,
          0,
          0,
          false,
          score);
    }
  }
}
