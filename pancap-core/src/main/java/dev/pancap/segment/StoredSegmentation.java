package dev.pancap.segment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.model.RequestKey;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.PictureEntry;
import java.util.List;

/**
 * What a network found in a picture, as text under a key, so that the same network is not run on
 * the same picture again.
 *
 * @param maskPng the panoptic PNG
 */
public record StoredSegmentation(
    int width, int height, List<AnnotatedSegment> segments, byte[] maskPng) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  public StoredSegmentation {
    segments = List.copyOf(segments);
  }

  /**
   * The key of a picture under a network.
   *
   * @param fingerprint of the network: {@link SegmentationModel.Identity#fingerprint()}
   * @param picture the picture's file
   */
  public static String key(String fingerprint, byte[] picture) {
    return RequestKey.start()
        .with("task", "segment")
        .with("model", fingerprint)
        .with("picture", picture)
        .hex();
  }

  public static StoredSegmentation of(PictureEntry picture, AnnotationEntry found) {
    return new StoredSegmentation(
        picture.width(), picture.height(), found.segments(), found.maskPng());
  }

  public PictureEntry picture(long imageId, String fileName) {
    return new PictureEntry(imageId, fileName, width, height);
  }

  public AnnotationEntry annotation(long imageId, String fileName) {
    return new AnnotationEntry(imageId, AnnotationEntry.maskFileOf(fileName), maskPng, segments);
  }

  /** One line of JSON, the mask in Base64. */
  public String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Records of plain values can be written", e);
    }
  }

  /**
   * @throws IllegalArgumentException if the text was not written by {@link #text}
   */
  public static StoredSegmentation parse(String text) {
    try {
      return JSON.readValue(text, StoredSegmentation.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("No stored segmentation: " + e.getOriginalMessage(), e);
    }
  }
}
