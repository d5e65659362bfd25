package dev.pancap.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.ConfigException;
import dev.pancap.image.RgbImage;
import dev.pancap.onnx.ResidentMemory;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.segment.ColourSegmenterFolder.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentationModelTest {
  private static final SegmentConfig CONFIG = new SegmentConfig("", 0.5, 0.5, 0.8, 2, 1, 0.7);
  private static final List<Query> COLOURS =
      List.of(
          new Query(0xFF0000, "car"),
          new Query(0x0000FF, "sky-other-merged"),
          new Query(0x00FF00, "grass-merged"),
          new Query(0xFFFF00, "person"));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void findsWhatIsInPicturesOfAnySizeAloneAndTogether(PanopticFamily family) throws IOException {
    try (SegmentationModel model = open(family)) {
      List<RgbImage> pictures =
          List.of(halves(64, 48), halves(33, 20), halves(64, 48), halves(100, 7), halves(64, 48));
      List<Segmentation> together = model.segment(pictures);

      for (int i = 0; i < pictures.size(); i++) {
        Segmentation found = together.get(i);
        assertThat(found.segments())
            .extracting(segment -> segment.category().name())
            .containsExactly("car", "sky-other-merged");
        assertThat(found.segments()).allSatisfy(s -> assertThat(s.score()).isGreaterThan(0.99));
        assertHalves(found, pictures.get(i), family);
        assertThat(model.segment(List.of(pictures.get(i))).get(0).map().toArray())
            .isEqualTo(found.map().toArray());
      }
    }
  }

  /** Mask2Former's masks go through 384 x 384, so that its edges may lie a pixel aside. */
  private static void assertHalves(Segmentation found, RgbImage picture, PanopticFamily family) {
    int edge = picture.height() / 2;
    int slack = family == PanopticFamily.MASK2FORMER ? 1 : 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if (y < edge - slack || y >= edge + slack) {
          assertThat(found.map().idAt(x, y)).as("(%d, %d)", x, y).isEqualTo(y < edge ? 2 : 1);
        }
      }
    }
  }

  @Test
  void pixelsThatNoQueryClaimsMayStayVoidAndOnePixelIsAPicture() throws IOException {
    try (SegmentationModel model = open(PanopticFamily.DETR)) {
      Segmentation grey = model.segment(List.of(flat(9, 9, 0x808080))).get(0);
      Segmentation pixel = model.segment(List.of(flat(1, 1, 0xFFFF00))).get(0);

      assertThat(grey.segments()).isEmpty();
      assertThat(grey.map().toArray()).containsOnly(0);
      assertThat(pixel.segments())
          .extracting(segment -> segment.category().name())
          .containsExactly("person");
      assertThat(model.segment(List.of())).isEmpty();
    }
  }

  @Test
  void threadsShareOneModel() throws IOException {
    try (SegmentationModel model = open(PanopticFamily.MASKFORMER)) {
      List<CompletableFuture<List<Segmentation>>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        RgbImage picture = halves(20 + i, 16);
        calls.add(CompletableFuture.supplyAsync(() -> model.segment(List.of(picture))));
      }
      for (CompletableFuture<List<Segmentation>> call : calls) {
        assertThat(call.join().get(0).segments()).hasSize(2);
      }
    }
  }

  /** {@code -Dpancap.test.segment-calls=3000} is the long run; memory is let settle for a third. */
  @Test
  void nativeMemoryStaysFlatOverManyCalls() throws IOException {
    ResidentMemory.assumeMeasurable();
    int calls = Integer.getInteger("pancap.test.segment-calls", 90);
    List<RgbImage> pictures =
        List.of(halves(256, 192), halves(256, 192), halves(192, 256), halves(240, 240));
    try (SegmentationModel model = open(PanopticFamily.DETR)) {
      long settled = 0;
      for (int call = 0; call < calls; call++) {
        model.segment(pictures);
        if (call == calls / 3) {
          settled = ResidentMemory.kilobytes();
        }
      }
      // Leaked tensors would be 4 pictures * 7 planes of 192 KB, 5 MB a call.
      assertThat(ResidentMemory.kilobytes() - settled)
          .as("growth over %d calls in KB", calls - calls / 3)
          .isLessThan(48_000);
    }
  }

  @Test
  void theFingerprintFollowsFilesAndThresholds() throws IOException {
    ColourSegmenterFolder.write(folder, PanopticFamily.DETR, COLOURS);
    String first = fingerprint(CONFIG);

    assertThat(fingerprint(CONFIG)).isEqualTo(first);
    assertThat(fingerprint(new SegmentConfig("", 0.6, 0.5, 0.8, 2, 1, 0.7))).isNotEqualTo(first);
    assertThat(fingerprint(new SegmentConfig("", 0.5, 0.5, 0.8, 9, 2, 0.9))).isEqualTo(first);
    ColourSegmenterFolder.write(folder, PanopticFamily.DETR, COLOURS.subList(0, 3));
    assertThat(fingerprint(CONFIG)).isNotEqualTo(first);
  }

  @Test
  void aFolderThatWillNotDoIsOneSentence() throws IOException {
    ColourSegmenterFolder.write(folder, PanopticFamily.DETR, COLOURS);
    Path config = folder.resolve("config.json");
    String good = Files.readString(config);

    Files.writeString(config, good.replace("\"grass-merged\"", "\"lawn\""));
    assertMistake(
        "config.json: id2label names classes that are no panoptic categories of COCO: lawn");
    Files.writeString(config, good.replace(",\"200\":\"rug-merged\"", ""));
    assertMistake("config.json: id2label names 200 classes, the graph tells 201 apart");
    Files.writeString(config, good.replace("\"detr\"", "\"segformer\""));
    assertMistake("model_type is 'segformer'; segmentation runs detr");
    Files.writeString(config, good);
    Path graph = folder.resolve("onnx/model.onnx");
    Files.copy(graph, folder.resolve("onnx/model_fp16.onnx"));
    Files.delete(graph);
    assertMistake("model.onnx is missing; variants there, by suffix: _fp16");
    Files.copy(resource("/dev/pancap/model/djl/parity/smolvlm/onnx/embed_tokens.onnx"), graph);
    assertMistake("takes no input 'pixel_values' (it has: input_ids)");
    Files.delete(graph);
    Files.copy(resource("/dev/pancap/model/djl/trained/onnx/vision_encoder.onnx"), graph);
    assertMistake("gives no output 'logits' (it has: image_features)");
    Files.delete(config);
    assertMistake("config.json is missing");
  }

  private void assertMistake(String message) {
    assertThatThrownBy(
            () -> SegmentationModel.open(folder.toString(), CONFIG, CategoryTable.coco()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  private static Path resource(String name) {
    return Path.of(SegmentationModelTest.class.getResource(name).getPath());
  }

  private String fingerprint(SegmentConfig config) {
    try (SegmentationModel model =
        SegmentationModel.open(folder.toString(), config, CategoryTable.coco())) {
      return model.fingerprint();
    }
  }

  private SegmentationModel open(PanopticFamily family) throws IOException {
    ColourSegmenterFolder.write(folder, family, COLOURS);
    return SegmentationModel.open(folder.toString(), CONFIG, CategoryTable.coco());
  }

  /** Sky above, a car below. */
  private static RgbImage halves(int width, int height) {
    byte[] bgr = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      bgr[3 * i + (i < width * (height / 2) ? 0 : 2)] = (byte) 0xFF;
    }
    return RgbImage.wrapBgr(width, height, bgr);
  }

  private static RgbImage flat(int width, int height, int rgb) {
    byte[] bgr = new byte[3 * width * height];
    for (int i = 0; i < bgr.length; i++) {
      bgr[i] = (byte) (rgb >> (8 * (i % 3)));
    }
    return RgbImage.wrapBgr(width, height, bgr);
  }
}
