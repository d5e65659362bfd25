package dev.pancap.panoptic;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture whose mask was decoded, checked against its annotation and measured.
 *
 * @param segments by ascending mark
 * @param repairs what was harmless and put right, one name each, such as {@code area-recounted:3}
 * @param imageFingerprint identifies the picture's content
 * @param maskFingerprint identifies the mask's content and its checked annotation
 */
public record PreparedImage(
    long imageId,
    String fileName,
    String split,
    int width,
    int height,
    String imagePath,
    @Nullable String maskPath,
    List<Segment> segments,
    List<String> repairs,
    String imageFingerprint,
    String maskFingerprint)
    implements Serializable {
  public PreparedImage {
    segments = List.copyOf(segments);
    repairs = List.copyOf(repairs);
  }
}
