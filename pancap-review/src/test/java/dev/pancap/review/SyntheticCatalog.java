package dev.pancap.review;

import dev.pancap.caption.RegionLine;
import dev.pancap.config.LimitsConfig;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.ImagePreparer;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.panoptic.SourceImage;
import dev.pancap.store.ImageFlag;
import dev.pancap.store.QueueEntry;
import dev.pancap.store.ReviewImage;
import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Synthetic pictures with plain lines and a plain caption, as a release would hold them. */
final class SyntheticCatalog implements ReviewCatalog {
  private final Map<Long, ReviewImage> images = new TreeMap<>();
  private final Map<Long, byte[]> pictures = new TreeMap<>();
  private final List<QueueEntry> entries = new ArrayList<>();

  static SyntheticCatalog of(int count) {
    SyntheticCatalog catalog = new SyntheticCatalog();
    SceneGenerator scenes = new SceneGenerator(7, 640, 480);
    for (int i = 0; i < count; i++) {
      catalog.add(scenes.scene(i), i);
    }
    return catalog;
  }

  private void add(SyntheticScene scene, int index) {
    List<AnnotatedSegment> segments =
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
    byte[] jpeg = scene.jpeg();
    SourceImage source =
        new SourceImage(
            scene.imageId(),
            scene.fileName(),
            "train",
            640,
            480,
            scene.fileName(),
            scene.maskFileName(),
            new byte[0],
            segments);
    PreparedImage image =
        new ImagePreparer(CategoryTable.coco(), new LimitsConfig(50_000_000, 67_108_864, 4096))
            .prepare(source, jpeg, scene.maskPng());
    List<RegionLine> lines =
        image.segments().stream()
            .map(
                segment ->
                    new RegionLine(
                        segment.mark(),
                        segment.category(),
                        "A " + segment.category() + " that is likely slowing down."))
            .toList();
    String caption =
        image.segments().stream()
            .map(Segment::mark)
            .map(mark -> "<" + mark + ": region " + mark + ">")
            .collect(Collectors.joining(", ", "There are ", "."));
    List<ImageFlag> flags =
        index % 2 == 0
            ? List.of(new ImageFlag("SPECULATION", "the line says \"likely\"", 1))
            : List.of();
    images.put(scene.imageId(), new ReviewImage(image, lines, caption, flags));
    pictures.put(scene.imageId(), jpeg);
    entries.add(new QueueEntry(scene.imageId(), lines.size(), flags.size(), false));
  }

  @Override
  public List<QueueEntry> entries() {
    return entries;
  }

  @Override
  public long releasedAtMillis() {
    return 0;
  }

  @Override
  public Optional<ReviewImage> image(long imageId) {
    return Optional.ofNullable(images.get(imageId));
  }

  @Override
  public byte[] picture(ReviewImage image) {
    return pictures.get(image.image().imageId());
  }
}
