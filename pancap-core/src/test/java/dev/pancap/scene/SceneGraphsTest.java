package dev.pancap.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.caption.GroundedCaption;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.RegionLine;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.model.describer.PreparedScene;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import dev.pancap.synth.SyntheticSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SceneGraphsTest {
  private static final int WIDTH = 120;
  private static final int HEIGHT = 80;
  private static final int WALL = 1;
  private static final int TABLE = 2;
  private static final int BOWL = 3;
  private static final int BANANA = 4;
  private static final int CUP = 5;

  /** A wall, a table before it, on it a red bowl with a banana in it and, further right, a cup. */
  private static PreparedScene kitchen() {
    int[] ids = new int[WIDTH * HEIGHT];
    byte[] bgr = new byte[3 * ids.length];
    paint(ids, bgr, new int[] {0, 0, WIDTH, 50}, WALL, 0xF0F0F0);
    paint(ids, bgr, new int[] {0, 50, WIDTH, HEIGHT}, TABLE, 0x7A4A20);
    paint(ids, bgr, new int[] {20, 30, 50, 60}, BOWL, 0xC81414);
    paint(ids, bgr, new int[] {28, 38, 40, 48}, BANANA, 0xF0DC14);
    paint(ids, bgr, new int[] {80, 40, 90, 56}, CUP, 0x1450C8);
    return PreparedScene.of(
        9,
        List.of(
            segment(WALL, 199),
            segment(TABLE, 189),
            segment(BOWL, 51),
            segment(BANANA, 52),
            segment(CUP, 47)),
        Jpeg.encode(RgbImage.wrapBgr(WIDTH, HEIGHT, bgr), 95),
        PanopticPng.encode(LabelMap.of(WIDTH, HEIGHT, ids)));
  }

  private static AnnotatedSegment segment(int id, int category) {
    return new AnnotatedSegment(id, category, false, null, null, null, null);
  }

  private static void paint(int[] ids, byte[] bgr, int[] box, int id, int rgb) {
    for (int y = box[1]; y < box[3]; y++) {
      for (int x = box[0]; x < box[2]; x++) {
        int pixel = y * WIDTH + x;
        ids[pixel] = id;
        for (int channel = 0; channel < 3; channel++) {
          bgr[3 * pixel + channel] = (byte) (rgb >> (8 * channel));
        }
      }
    }
  }

  private static SceneGraph graph(String grounded, RegionLine... lines) {
    PreparedScene scene = kitchen();
    return SceneGraphs.of(scene.image(), scene.facts(), List.of(lines), caption(grounded));
  }

  private static GroundedCaption caption(String grounded) {
    return GroundedCaptionParser.parse(grounded).caption();
  }

  @Test
  void geometryTellsHowThingsStand() {
    SceneGraph graph = graph("A kitchen.");

    assertThat(graph.relations())
        .extracting(SceneRelation::subject, SceneRelation::predicate, SceneRelation::object)
        .containsExactlyInAnyOrder(
            tuple(BOWL, "on", TABLE),
            tuple(CUP, "on", TABLE),
            tuple(BANANA, "in", BOWL),
            tuple(BOWL, "in front of", WALL),
            tuple(CUP, "in front of", WALL),
            tuple(WALL, "touching", TABLE),
            tuple(BOWL, "left of", CUP),
            tuple(BANANA, "left of", CUP),
            tuple(BOWL, "larger than", BANANA),
            tuple(BOWL, "larger than", CUP));
    assertThat(graph.relations())
        .allSatisfy(
            relation -> {
              assertThat(relation.source()).isEqualTo(Source.GEOMETRY);
              assertThat(relation.evidence()).containsPattern("\\d");
            });
  }

  @Test
  void objectsHaveColoursSizeAndPlaceAndTheWordsOfTheirLines() {
    SceneGraph graph =
        graph("A kitchen.", new RegionLine(BOWL, "bowl", "a round, glass bowl of round fruit"));

    assertThat(graph.objects())
        .extracting(SceneObject::mark)
        .containsExactly(WALL, TABLE, BOWL, BANANA, CUP);
    SceneObject bowl = graph.objects().get(2);
    assertThat(bowl.name()).isEqualTo("bowl");
    assertThat(bowl.box()).containsExactly(20, 30, 30, 30);
    assertThat(bowl.attributes())
        .extracting(SceneAttribute::kind, SceneAttribute::value, SceneAttribute::source)
        .containsExactly(
            tuple(SceneAttribute.Kind.COLOR, "red", Source.GEOMETRY),
            tuple(SceneAttribute.Kind.PLACE, "on the left", Source.GEOMETRY),
            tuple(SceneAttribute.Kind.WORD, "round", Source.TEXT),
            tuple(SceneAttribute.Kind.WORD, "glass", Source.TEXT));
    assertThat(graph.objects().get(0).attributes())
        .extracting(SceneAttribute::value)
        .contains("white", "large");
  }

  @Test
  void textsTellWhatGeometryCannot() {
    SceneGraph graph =
        graph(
            "<3: A red bowl> is standing on <2: the table>, holding <4: a banana>. Beside it is"
                + " <5: a cup>. <5: The cup> was bought with <1: a wall>.");

    assertThat(graph.relations())
        .filteredOn(relation -> relation.source() == Source.TEXT)
        .extracting(
            SceneRelation::subject,
            SceneRelation::predicate,
            SceneRelation::object,
            SceneRelation::evidence)
        .containsExactly(tuple(BOWL, "standing on", TABLE, "\"A red bowl standing on the table\""));
  }

  @Test
  void theJsonSaysWhoSaysItAndByWhichRule() throws IOException {
    JsonNode json =
        new ObjectMapper()
            .readTree(SceneGraphJson.write(graph("<3: A bowl> holding <4: a banana>.")));

    assertThat(json.get("image_id").longValue()).isEqualTo(9);
    assertThat(json.at("/objects/2/category").asText()).isEqualTo("bowl");
    assertThat(json.at("/objects/2/attributes/0/value").asText()).isEqualTo("red");
    JsonNode said = json.at("/relations/0");
    assertThat(said.get("predicate").asText()).isEqualTo("holding");
    assertThat(said.get("source").asText()).isEqualTo("text");
    assertThat(said.has("rule")).isFalse();
    JsonNode measured = json.at("/relations/1");
    assertThat(measured.get("predicate").asText()).isEqualTo("on");
    assertThat(measured.get("rule").asText()).isEqualTo(Predicate.ON.rule());
  }

  /**
   * The generator paints from far to near and knows every segment's box and area: what is on, in or
   * in front of something was painted after it, and boxes lie as they are said to lie.
   */
  @Test
  void relationsOfSyntheticPicturesAreTrueOfTheGeneratorsScenes() {
    SceneGenerator generator = new SceneGenerator(20, 320, 240);
    Map<String, int[]> rightOf = new HashMap<>();
    for (int index = 0; index < 60; index++) {
      SyntheticScene truth = generator.scene(index);
      PreparedScene scene = PreparedScene.of(truth);
      Map<Integer, Integer> depth = new HashMap<>();
      Map<Integer, SyntheticSegment> bySegmentId = new HashMap<>();
      for (SyntheticSegment segment : truth.segments()) {
        depth.put(segment.segmentId(), depth.size());
        bySegmentId.put(segment.segmentId(), segment);
      }
      Map<Integer, Integer> idOf = new HashMap<>();
      SceneGraph graph =
          SceneGraphs.of(scene.image(), scene.facts(), List.of(), caption("A scene."));
      graph.objects().forEach(object -> idOf.put(object.mark(), object.segmentId()));
      for (SceneRelation relation : graph.relations()) {
        SyntheticSegment a = bySegmentId.get(idOf.get(relation.subject()));
        SyntheticSegment b = bySegmentId.get(idOf.get(relation.object()));
        boolean holds =
            switch (relation.predicate()) {
              case "on", "in", "in front of" -> depth.get(a.segmentId()) > depth.get(b.segmentId());
              case "left of" -> a.box().centerX() < b.box().centerX();
              case "above" -> a.box().centerY() < b.box().centerY();
              case "larger than" -> a.areaPixels() >= 2 * b.areaPixels();
              default -> true;
            };
        int[] counts = rightOf.computeIfAbsent(relation.predicate(), name -> new int[2]);
        counts[0] += holds ? 1 : 0;
        counts[1]++;
      }
    }

    rightOf.forEach(
        (predicate, counts) -> {
          // What hides a thing's feet from the front is taken for what it stands on.
          double least = predicate.equals("on") ? 0.92 : 1;
          assertThat(counts[0] / (double) counts[1])
              .as("%s: %d of %d", predicate, counts[0], counts[1])
              .isGreaterThanOrEqualTo(least);
        });
    assertThat(rightOf.keySet())
        .contains("on", "in", "in front of", "left of", "above", "larger than", "touching");
  }

  @Test
  void aCrowdedPictureHasABoundedGraph() {
    int side = 400;
    int[] ids = new int[side * side];
    List<AnnotatedSegment> segments = new ArrayList<>();
    for (int id = 1; id <= 100; id++) {
      segments.add(segment(id, 1));
    }
    for (int pixel = 0; pixel < ids.length; pixel++) {
      ids[pixel] = 1 + pixel % side / 40 + 10 * (pixel / side / 40);
    }
    PreparedScene scene =
        PreparedScene.of(
            1,
            segments,
            Jpeg.encode(RgbImage.wrapBgr(side, side, new byte[3 * ids.length]), 90),
            PanopticPng.encode(LabelMap.of(side, side, ids)));

    SceneGraph graph = SceneGraphs.of(scene.image(), scene.facts(), List.of(), caption("A crowd."));

    assertThat(graph.objects()).hasSize(100);
    assertThat(graph.relations()).hasSizeLessThanOrEqualTo(SceneGraphs.MOST_RELATIONS);
  }
}
