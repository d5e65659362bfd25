package dev.pancap.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlatScenesTest {
  private static final LimitsConfig LIMITS = new LimitsConfig(1_000_000, 1 << 20, 100);
  private static final SegmentConfig CONFIG = new SegmentConfig("", 0.5, 0.5, 0.8, 4, 1, 0.7);

  @ParameterizedTest
  @EnumSource(names = {"DETR", "MASKFORMER"})
  void aNetworkThatKnowsTonesFindsTheMasksThatPicturesWerePaintedFrom(
      PanopticFamily family, @TempDir Path folder) throws IOException {
    FlatScenes.write(folder, 6, family);

    JsonNode truth = new ObjectMapper().readTree(folder.resolve("truth.json").toFile());
    assertThat(truth.get("annotations")).hasSize(6);
    try (SegmentationModel model =
        SegmentationModel.open(
            folder.resolve("segmenter").toString(), CONFIG, CategoryTable.coco())) {
      for (JsonNode annotation : truth.get("annotations")) {
        String mask = annotation.get("file_name").asText();
        RgbImage picture =
            Jpeg.decode(
                Files.readAllBytes(folder.resolve("images/" + mask.replace(".png", ".jpg"))),
                LIMITS);
        LabelMap painted =
            PanopticPng.decode(Files.readAllBytes(folder.resolve("truth/" + mask)), LIMITS);
        assertSame(
            model.segment(List.of(picture)).get(0), painted, annotation.get("segments_info"));
      }
    }
  }

  /** Pixel by pixel, and class by class; only the numbers of segments may differ. */
  private static void assertSame(Segmentation found, LabelMap painted, JsonNode segments) {
    Map<Integer, Integer> paintedOf = new HashMap<>();
    int[] foundIds = found.map().toArray();
    int[] paintedIds = painted.toArray();
    for (int pixel = 0; pixel < foundIds.length; pixel++) {
      Integer before = paintedOf.putIfAbsent(foundIds[pixel], paintedIds[pixel]);
      if (before != null && before != paintedIds[pixel]) {
        throw new AssertionError(
            "pixel %d: found segment %d is painted %d and %d"
                .formatted(pixel, foundIds[pixel], before, paintedIds[pixel]));
      }
    }
    assertThat(found.segments()).hasSize(segments.size());
    for (Segmentation.Found segment : found.segments()) {
      assertThat(segments)
          .anySatisfy(
              annotated -> {
                assertThat(annotated.get("id").intValue()).isEqualTo(paintedOf.get(segment.id()));
                assertThat(annotated.get("category_id").intValue())
                    .isEqualTo(segment.category().id());
              });
    }
  }

  /** What a check of the command line asks for by naming a folder. */
  @Test
  void writesThemWhereTheyAreWanted(@TempDir Path temporary) throws IOException {
    Path folder = Path.of(System.getProperty("pancap.flat-scenes", temporary.toString()));
    FlatScenes.write(folder, 12, PanopticFamily.DETR);

    assertThat(folder.resolve("images")).isDirectoryContaining("glob:**.jpg");
    assertThat(folder.resolve("segmenter/onnx/model.onnx")).isNotEmptyFile();
  }
}
