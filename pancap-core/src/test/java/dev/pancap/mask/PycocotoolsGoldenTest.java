package dev.pancap.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.quarantine.BadRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever pycocotools 2.0.11 answers to well-formed input is what we answer, to the last bit. */
class PycocotoolsGoldenTest {

  @Test
  void encodesDecodesAndMeasuresMasks() throws IOException {
    JsonNode masks = Golden.read("masks").get("masks");
    assertThat(masks).hasSizeGreaterThan(70);
    for (JsonNode mask : masks) {
      String name = mask.get("name").asText();
      int width = mask.get("w").asInt();
      int height = mask.get("h").asInt();
      byte[] bitmap = Golden.bitmap(mask);
      RunLengths encoded = RunLengths.encode(width, height, bitmap);
      assertThat(encoded.counts()).as(name).isEqualTo(Golden.ints(mask.get("counts")));
      assertThat(CompressedRunLengths.encode(encoded))
          .as(name)
          .isEqualTo(mask.get("counts_str").asText());
      RunLengths decoded = Golden.runs(mask.get("counts_str"), mask);
      assertThat(decoded).as(name).isEqualTo(encoded);
      assertThat(decoded.decode()).as(name).isEqualTo(bitmap);
      assertThat(decoded.areaPixels()).as(name).isEqualTo(mask.get("area").asLong());
      assertThat(decoded.boundingBox().toBox()).as(name).isEqualTo(Golden.box(mask.get("bbox")));
      assertThat(RunLengths.of(width, height, encoded.counts())).as(name).isEqualTo(encoded);
    }
  }

  @Test
  void mergesAndComparesMasks() throws IOException {
    JsonNode groups = Golden.read("iou-and-merges").get("groups");
    assertThat(groups).isNotEmpty();
    for (JsonNode group : groups) {
      List<RunLengths> masks = new ArrayList<>();
      group.get("rles").forEach(rle -> masks.add(Golden.runs(rle, group)));
      for (JsonNode merge : group.get("merges")) {
        List<RunLengths> picked = Golden.pick(masks, merge.get("idx"));
        assertMerged(RunLengths.union(picked), merge, "union");
        assertMerged(RunLengths.intersection(picked), merge, "intersect");
      }
      List<RunLengths> found = Golden.pick(masks, group.get("dt"));
      List<RunLengths> truths = Golden.pick(masks, group.get("gt"));
      for (int i = 0; i < found.size(); i++) {
        for (int j = 0; j < truths.size(); j++) {
          double plain = found.get(i).iou(truths.get(j));
          double crowd = found.get(i).iouWithCrowd(truths.get(j));
          boolean isCrowd = group.get("iscrowd").get(j).asInt() == 1;
          assertThat(plain).isEqualTo(group.get("iou_nocrowd").get(i).get(j).asDouble());
          assertThat(crowd).isEqualTo(group.get("iou_allcrowd").get(i).get(j).asDouble());
          assertThat(isCrowd ? crowd : plain)
              .isEqualTo(group.get("iou_mixed").get(i).get(j).asDouble());
        }
      }
    }
  }

  private static void assertMerged(RunLengths merged, JsonNode merge, String kind) {
    assertThat(CompressedRunLengths.encode(merged)).isEqualTo(merge.get(kind).asText());
    assertThat(merged.areaPixels()).isEqualTo(merge.get(kind + "_area").asLong());
  }

  @Test
  void comparesBoxes() throws IOException {
    for (JsonNode group : Golden.read("iou-and-merges").get("groups")) {
      JsonNode boxes = group.get("bboxes");
      for (int i = 0; i < group.get("bbox_dt").size(); i++) {
        for (int j = 0; j < group.get("bbox_gt").size(); j++) {
          Box found = Golden.box(boxes.get(group.get("bbox_dt").get(i).asInt()));
          Box truth = Golden.box(boxes.get(group.get("bbox_gt").get(j).asInt()));
          assertThat(found.iou(truth))
              .isEqualTo(group.get("bbox_iou_nocrowd").get(i).get(j).asDouble());
          assertThat(found.iouWithCrowd(truth))
              .isEqualTo(group.get("bbox_iou_allcrowd").get(i).get(j).asDouble());
        }
      }
    }
  }

  @Test
  void fillsPolygonsAndBoxes() throws IOException {
    JsonNode golden = Golden.read("polygons");
    for (JsonNode annotation : golden.get("polygons")) {
      String name = annotation.get("name").asText();
      int width = annotation.get("w").asInt();
      int height = annotation.get("h").asInt();
      List<double[]> polygons = new ArrayList<>();
      for (JsonNode polygon : annotation.get("polygons")) {
        RunLengths filled = Polygons.fill(width, height, Golden.doubles(polygon));
        int i = polygons.size();
        assertThat(CompressedRunLengths.encode(filled))
            .as(name)
            .isEqualTo(annotation.get("rles").get(i).asText());
        assertThat(filled.areaPixels()).isEqualTo(annotation.get("areas").get(i).asLong());
        assertThat(filled.boundingBox().toBox())
            .isEqualTo(Golden.box(annotation.get("bboxes").get(i)));
        polygons.add(Golden.doubles(polygon));
      }
      assertThat(CompressedRunLengths.encode(Polygons.fill(width, height, polygons)))
          .as(name)
          .isEqualTo(annotation.get("merged").asText());
    }
    for (JsonNode box : golden.get("boxes")) {
      RunLengths filled =
          Polygons.fill(box.get("w").asInt(), box.get("h").asInt(), Golden.box(box.get("bbox")));
      assertThat(CompressedRunLengths.encode(filled)).isEqualTo(box.get("rle").asText());
    }
  }

  @Test
  void answersAsTheOriginalsOwnTestsExpect() throws IOException {
    JsonNode golden = Golden.read("upstream-tests");
    int side = golden.get("bbox_rles_size").get(0).asInt();
    List<RunLengths> boxes = new ArrayList<>();
    for (JsonNode box : golden.get("bboxes")) {
      boxes.add(Polygons.fill(side, side, Golden.box(box)));
      assertThat(CompressedRunLengths.encode(boxes.get(boxes.size() - 1)))
          .isEqualTo(golden.get("bbox_rles").get(boxes.size() - 1).asText());
    }
    List<RunLengths> polygons = new ArrayList<>();
    for (JsonNode polygon : golden.get("polys")) {
      polygons.add(Polygons.fill(side, side, Golden.doubles(polygon)));
      assertThat(CompressedRunLengths.encode(polygons.get(polygons.size() - 1)))
          .isEqualTo(golden.get("poly_rles").get(polygons.size() - 1).asText());
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(polygons.get(i).iou(polygons.get(j)))
            .isCloseTo(
                golden.get("iou_first_three_polys_rounded4").get(i).get(j).asDouble(),
                within(5e-5));
      }
    }
    assertThat(CompressedRunLengths.encode(RunLengths.union(boxes)))
        .isEqualTo(golden.get("bbox_rles_union").asText());
    assertThat(CompressedRunLengths.encode(RunLengths.intersection(boxes)))
        .isEqualTo(golden.get("bbox_rles_intersection").asText());
    assertThat(CompressedRunLengths.encode(Golden.ints(golden.get("uncompressed").get("counts"))))
        .isEqualTo(golden.get("uncompressed_as_string").asText());
  }

  @Test
  void measuresAMaskWithZeroRunsAsItsCanonicalForm() throws IOException {
    JsonNode golden = Golden.read("upstream-tests").get("zero_leading_rle");
    RunLengths runs = CompressedRunLengths.decode(golden.get("counts").asText(), 1080, 1350);
    RunLengths canonical = RunLengths.encode(1080, 1350, runs.decode());
    assertThat(CompressedRunLengths.encode(canonical))
        .isEqualTo(golden.get("canonical_counts").asText());
    assertThat(runs.areaPixels()).isEqualTo(golden.get("area").asLong());
    assertThat(runs.boundingBox().toBox())
        .isEqualTo(Golden.box(golden.get("bbox_expected_equal_after_reencode")));
    assertThat(runs.boundingBox()).isEqualTo(canonical.boundingBox());
    assertThat(runs.centroid()).isEqualTo(canonical.centroid());
    assertThat(CompressedRunLengths.encode(RunLengths.union(List.of(runs, runs))))
        .isEqualTo(golden.get("canonical_counts").asText());
  }

  @Test
  void refusesWhatTheOriginalRefusesAndWhatItMisreads() throws IOException {
    Set<String> wellFormed = Set.of("exact", "zero_runs", "three_leading_zeros");
    for (JsonNode vector : Golden.read("malformed")) {
      String name = vector.get("name").asText();
      int width = vector.get("w").asInt();
      int height = vector.get("h").asInt();
      String counts = vector.get("counts").asText();
      if (wellFormed.contains(name)) {
        byte[] rows = CompressedRunLengths.decode(counts, width, height).decode();
        JsonNode expected = vector.get("decode").get("ok");
        for (int i = 0; i < rows.length; i++) {
          assertThat((int) rows[i])
              .as(name)
              .isEqualTo(expected.get(i / width).get(i % width).asInt());
        }
      } else {
        assertThatThrownBy(() -> CompressedRunLengths.decode(counts, width, height))
            .as(name)
            .isInstanceOf(BadRecordException.class)
            .hasMessageMatching("(the )?(runs? |character |a mask of 0 x 0 ).*");
      }
    }
    String cut =
        Golden.read("upstream-tests")
            .get("invalid_rle_must_error_on_decode")
            .get("counts")
            .asText();
    assertThatThrownBy(() -> CompressedRunLengths.decode(cut, 1024, 1024))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("1024 x 1024");
  }
}
