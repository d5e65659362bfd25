package dev.pancap.review;

import dev.pancap.caption.RegionLine;
import dev.pancap.config.LimitsConfig;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.ImagePreparer;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
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

  static final long DENSE_IMAGE_ID = 100_000;

  /** Adds a picture with this many masks, a grid of people. */
  SyntheticCatalog withDenseImage(int masks) {
    int columns = 10;
    int rows = (masks + columns - 1) / columns;
    int[] ids = new int[640 * 480];
    for (int y = 0; y < 480; y++) {
      for (int x = 0; x < 640; x++) {
        int cell = y * rows / 480 * columns + x * columns / 640;
        ids[y * 640 + x] = cell < masks ? 5000 + cell : 0;
      }
    }
    List<AnnotatedSegment> segments = new ArrayList<>();
    for (int i = 0; i < masks; i++) {
      segments.add(new AnnotatedSegment(5000 + i, 1, false, null, null, null, null));
    }
    byte[] jpeg = new SceneGenerator(7, 640, 480).scene(0).jpeg();
    add(
        new SourceImage(
            DENSE_IMAGE_ID, "dense.jpg", "train", 640, 480, "d", "d", new byte[0], segments),
        jpeg,
        PanopticPng.encode(LabelMap.wrap(640, 480, ids)),
        0);
    return this;
  }

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
    add(source, jpeg, scene.maskPng(), index);
  }

  private void add(SourceImage source, byte[] jpeg, byte[] maskPng, int index) {
    PreparedImage image =
        new ImagePreparer(CategoryTable.coco(), new LimitsConfig(50_000_000, 67_108_864, 4096))
            .prepare(source, jpeg, maskPng);
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
    images.put(source.imageId(), new ReviewImage(image, lines, caption, flags));
    pictures.put(source.imageId(), jpeg);
    entries.add(new QueueEntry(source.imageId(), lines.size(), flags.size(), false));
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
