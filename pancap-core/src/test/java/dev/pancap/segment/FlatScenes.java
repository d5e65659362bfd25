package dev.pancap.segment;

import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.segment.ColourSegmenterFolder.Query;
import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import dev.pancap.synth.SyntheticSegment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Synthetic scenes painted flat, as plain JPEGs, with a network that knows what each tone is: the
 * n-th segment of a category has one grey in all pictures. Greys have no chroma, which JPEG would
 * blur at borders, and lie further apart than what its best quality changes, so that the masks that
 * the network finds are those that the pictures were painted from, pixel by pixel.
 */
public final class FlatScenes {
  /** Tones apart; at quality 100 JPEG changes one by 2 at most. */
  private static final int STEP = 5;

  private static final int TONES = 256 / STEP;

  /** Paints what nobody labelled; the network takes it for a class that is no category. */
  private static final int VOID_TONE = 0;

  private final Path folder;
  private final Map<Slot, Integer> tones = new LinkedHashMap<>();
  private final List<PictureEntry> pictures = new ArrayList<>();
  private final List<AnnotationEntry> annotations = new ArrayList<>();

  private FlatScenes(Path folder) {
    this.folder = folder;
  }

  /** The n-th segment of a category in a picture. */
  private record Slot(Category category, int number) {}

  /**
   * Writes {@code images/*.jpg}, {@code truth/*.png}, {@code truth.json} as people would have
   * annotated them, and {@code segmenter}.
   *
   * @param count of pictures
   */
  public static void write(Path folder, int count) throws IOException {
    write(folder, count, PanopticFamily.DETR);
  }

  static void write(Path folder, int count, PanopticFamily family) throws IOException {
    FlatScenes scenes = new FlatScenes(folder);
    Files.createDirectories(folder.resolve("images"));
    Files.createDirectories(folder.resolve("truth"));
    SceneGenerator generator = new SceneGenerator(8, 320, 240);
    for (int index = 0; scenes.pictures.size() < count; index++) {
      scenes.paint(generator.scene(index));
    }
    scenes.writeTruth();
    scenes.writeSegmenter(family);
  }

  /** Paints a scene unless it has a crowd, stuff in two segments, or needs too many tones. */
  private void paint(SyntheticScene scene) throws IOException {
    Map<Integer, Slot> slots = new LinkedHashMap<>();
    Map<Category, Integer> counts = new HashMap<>();
    for (SyntheticSegment segment : scene.segments()) {
      int number = counts.merge(segment.category(), 1, Integer::sum);
      if (segment.isCrowd() || number > 1 && !segment.category().isThing()) {
        return;
      }
      slots.put(segment.segmentId(), new Slot(segment.category(), number));
    }
    long more = slots.values().stream().filter(slot -> !tones.containsKey(slot)).count();
    if (tones.size() + more + 1 > TONES) {
      return;
    }
    slots.values().forEach(slot -> tones.putIfAbsent(slot, (tones.size() + 1) * STEP));

    LabelMap ids = scene.ids();
    byte[] bgr = new byte[3 * ids.width() * ids.height()];
    for (int pixel = 0; pixel < bgr.length / 3; pixel++) {
      int id = ids.idAt(pixel % ids.width(), pixel / ids.width());
      int tone = id == LabelMap.VOID ? VOID_TONE : tones.get(slots.get(id));
      for (int channel = 0; channel < 3; channel++) {
        bgr[3 * pixel + channel] = (byte) tone;
      }
    }
    RgbImage picture = RgbImage.wrapBgr(ids.width(), ids.height(), bgr);
    Files.write(folder.resolve("images/" + scene.fileName()), Jpeg.encode(picture, 100));
    Files.write(folder.resolve("truth/" + scene.maskFileName()), scene.maskPng());
    pictures.add(new PictureEntry(scene.imageId(), scene.fileName(), ids.width(), ids.height()));
    annotations.add(
        AnnotationEntry.of(
            scene.imageId(),
            scene.maskFileName(),
            scene.segments().stream().map(FlatScenes::annotated).toList()));
  }

  private static AnnotatedSegment annotated(SyntheticSegment segment) {
    return new AnnotatedSegment(
        segment.segmentId(),
        segment.category().id(),
        false,
        (double) segment.areaPixels(),
        List.of(
            (double) segment.box().x(),
            (double) segment.box().y(),
            (double) segment.box().width(),
            (double) segment.box().height()),
        null,
        null);
  }

  private void writeTruth() throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("truth.json"));
        FoundAnnotationsJson json = new FoundAnnotationsJson(out, "the pencil", "")) {
      for (PictureEntry picture : pictures) {
        json.picture(picture);
      }
      for (AnnotationEntry annotation : annotations) {
        json.annotation(annotation);
      }
      json.finish(CategoryTable.coco());
    }
  }

  private void writeSegmenter(PanopticFamily family) throws IOException {
    List<Query> queries = new ArrayList<>();
    queries.add(new Query(VOID_TONE, ColourSegmenterFolder.NO_CATEGORY));
    tones.forEach((slot, tone) -> queries.add(new Query(0x010101 * tone, slot.category().name())));
    // Two tones away, on all three channels.
    float reach = (float) (Math.sqrt(3) * STEP / 2 / 255);
    ColourSegmenterFolder.write(folder.resolve("segmenter"), family, queries, reach);
  }
}
