package dev.pancap.spark.audit;

import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.CocoPanopticJson;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.quarantine.Rejection;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ids and categories of a COCO panoptic file, without its areas and boxes: a few bytes a segment.
 */
final class PanopticAnnotations {
  private final Map<Long, Annotation> byImage = new HashMap<>();

  private PanopticAnnotations() {}

  /** Of one image: ids and categories take turns. */
  private record Annotation(String maskFile, int[] segments) {}

  static PanopticAnnotations read(Path file, LimitsConfig limits) throws IOException {
    PanopticAnnotations annotations = new PanopticAnnotations();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      CocoPanopticJson.read(
          in,
          file.toString(),
          limits.maxSegments(),
          new CocoPanopticJson.Visitor() {
            @Override
            public void picture(PictureEntry picture) {
              // Names and sizes of pictures say nothing of captions.
            }

            @Override
            public void annotation(AnnotationEntry annotation) {
              annotations.add(annotation);
            }

            @Override
            public void rejected(Rejection rejection) {
              // An image without a usable annotation has none, which the audit finds.
            }
          });
    } catch (NoSuchFileException e) {
      throw new ConfigException("--annotations " + file + " does not exist", e);
    }
    return annotations;
  }

  private void add(AnnotationEntry annotation) {
    List<AnnotatedSegment> usable =
        annotation.segments().stream()
            .filter(segment -> segment.segmentId() <= PanopticPng.MAX_ID)
            .toList();
    int[] segments = new int[2 * usable.size()];
    for (int i = 0; i < usable.size(); i++) {
      segments[2 * i] = (int) usable.get(i).segmentId();
      segments[2 * i + 1] = usable.get(i).categoryId();
    }
    byImage.put(annotation.imageId(), new Annotation(annotation.maskFile(), segments));
  }

  List<Integer> ids(long imageId) {
    return every(imageId, 0);
  }

  /** In the order of {@link #ids}. */
  List<Integer> categories(long imageId) {
    return every(imageId, 1);
  }

  /** Relative to the folder of masks; empty if the image has no annotation. */
  String maskFile(long imageId) {
    Annotation annotation = byImage.get(imageId);
    return annotation == null ? "" : annotation.maskFile();
  }

  Map<Long, List<Integer>> classes() {
    Map<Long, List<Integer>> classes = new HashMap<>();
    byImage
        .keySet()
        .forEach(image -> classes.put(image, categories(image).stream().distinct().toList()));
    return classes;
  }

  private List<Integer> every(long imageId, int from) {
    Annotation annotation = byImage.get(imageId);
    if (annotation == null) {
      return List.of();
    }
    int[] segments = annotation.segments();
    Integer[] values = new Integer[segments.length / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = segments[2 * i + from];
    }
    return List.of(values);
  }
}
