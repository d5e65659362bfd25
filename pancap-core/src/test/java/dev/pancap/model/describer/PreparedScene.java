package dev.pancap.model.describer;

import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.model.Scene;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.ImagePreparer;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segments;
import dev.pancap.panoptic.SourceImage;
import dev.pancap.synth.SyntheticScene;
import java.util.List;

/** A scene whose picture went through JPEG and whose mask through PNG, as in a build. */
public record PreparedScene(
    PreparedImage image, RgbImage pixels, LabelMap marks, byte[] originalJpeg) implements Scene {
  private static final LimitsConfig LIMITS = new LimitsConfig(50_000_000, 67_108_864, 4096);

  public static PreparedScene of(SyntheticScene scene) {
    List<AnnotatedSegment> annotated =
        scene.segments().stream()
            .map(
                segment ->
                    new AnnotatedSegment(
                        segment.segmentId(),
                        segment.category().id(),
                        segment.isCrowd(),
                        null,
                        null,
                        null,
                        null))
            .toList();
    return of(scene.imageId(), annotated, scene.jpeg(), scene.maskPng());
  }

  public static PreparedScene of(
      long imageId, List<AnnotatedSegment> annotated, byte[] jpeg, byte[] maskPng) {
    SourceImage source =
        new SourceImage(imageId, "a.jpg", "train", 0, 0, "a.jpg", "a.png", null, annotated);
    PreparedImage image =
        new ImagePreparer(CategoryTable.coco(), LIMITS).prepare(source, jpeg, maskPng);
    return new PreparedScene(image, Jpeg.decode(jpeg, LIMITS), Segments.labelMap(image), jpeg);
  }

  @Override
  public byte[] overlayJpeg() {
    throw new AssertionError("The describer looks at no overlay");
  }
}
