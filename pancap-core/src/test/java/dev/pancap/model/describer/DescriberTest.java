package dev.pancap.model.describer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.caption.CaptionGate;
import dev.pancap.caption.Finding;
import dev.pancap.caption.GateContext;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.ParsedCaption;
import dev.pancap.caption.ParsedLines;
import dev.pancap.caption.RegionLine;
import dev.pancap.caption.RegionLinesParser;
import dev.pancap.caption.Words;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.Scene;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.panoptic.Segment;
import dev.pancap.synth.SceneGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DescriberTest {
  private static final long SEED = 20261122;

  private final Describer describer = new Describer();

  @Test
  void everyRegionOfASyntheticSceneGetsALineAndIsNamedWithoutAFault() {
    SceneGenerator generator = new SceneGenerator(SEED, 320, 240);
    for (int index = 0; index < 60; index++) {
      assertCaptionStands("scene %d of seed %d".formatted(index, SEED), scene(generator, index));
    }
  }

  @Test
  void theSameSceneGetsTheSameWords() {
    SceneGenerator generator = new SceneGenerator(SEED, 320, 240);

    assertThat(compose(scene(generator, 3), List.of()))
        .isEqualTo(new DescriberTest().compose(scene(generator, 3), List.of()));
  }

  @Test
  void oneSegmentIsEnough() {
    assertCaptionStands("grass", tiles(1, 1, 193, false));
    assertCaptionStands("person", tiles(1, 1, 1, false));
  }

  @Test
  void aHundredSegmentsAreNamedInFewerThanSixHundredWords() {
    Scene scene = tiles(10, 10, 0, false);
    assertCaptionStands("100 segments", scene);
    assertThat(Words.count(compose(scene, List.of()).caption().plain())).isLessThan(600);
  }

  @Test
  void crowdsAloneAreSpokenOfAsGroups() {
    Scene scene = tiles(2, 2, 1, true);
    assertCaptionStands("crowds", scene);
    assertThat(compose(scene, List.of()).caption().plain()).contains("group of people");
  }

  @Test
  void whatWasStruckIsNotSaidAndTheRegionIsStillNamed() {
    Scene scene = tiles(2, 1, 3, false);
    String plain = compose(scene, List.of()).caption().plain();
    String struck = plain.contains("two") ? "two" : "car";

    ParsedCaption without = compose(scene, List.of(struck));

    assertThat(without.caption().plain()).doesNotContainPattern("\\b" + struck + "\\b");
  }

  @Test
  void aLineThatAPersonChangedStandsInTheParagraph() {
    Scene scene = tiles(2, 2, 0, false);
    List<RegionLine> lines = new ArrayList<>(describe(scene).lines());
    RegionLine first = lines.get(0);
    lines.set(0, new RegionLine(first.mark(), first.category(), "A thing that is upside down."));

    ParsedCaption caption = compose(scene, lines, List.of());

    assertThat(caption.caption().grounded())
        .contains("<%d: A thing that is upside down>.".formatted(first.mark()));
  }

  private void assertCaptionStands(String name, Scene scene) {
    ParsedLines lines = describe(scene);
    assertThat(lines.faults()).as(name).isEmpty();
    ParsedCaption caption = compose(scene, lines.lines(), List.of());
    List<Finding> findings = CaptionGate.check(caption, scene.image(), GateContext.NONE);
    assertThat(findings).as("%s: %s", name, caption.caption().grounded()).isEmpty();
    assertThat(
            caption.caption().groups().stream()
                .flatMap(group -> group.markIds().stream())
                .collect(Collectors.toSet()))
        .as("%s: %s", name, caption.caption().grounded())
        .containsExactlyInAnyOrderElementsOf(
            scene.image().segments().stream().map(Segment::mark).toList());
  }

  private ParsedLines describe(Scene scene) {
    Map<Integer, String> classes =
        scene.image().segments().stream()
            .collect(Collectors.toMap(Segment::mark, Segment::category));
    return RegionLinesParser.parse(answer(scene, Round.DESCRIBE, List.of(), List.of()), classes);
  }

  private ParsedCaption compose(Scene scene, List<String> forbidden) {
    return compose(scene, describe(scene).lines(), forbidden);
  }

  private ParsedCaption compose(Scene scene, List<RegionLine> lines, List<String> forbidden) {
    return GroundedCaptionParser.parse(answer(scene, Round.COMPOSE, lines, forbidden));
  }

  private String answer(Scene scene, Round round, List<RegionLine> lines, List<String> forbidden) {
    return describer
        .ask(new ModelRequest("key", round, 0, "", "", false, scene, lines, forbidden, 1000))
        .join()
        .text();
  }

  private static Scene scene(SceneGenerator generator, int index) {
    return PreparedScene.of(generator.scene(index));
  }

  /**
   * A picture of tiles, each a segment.
   *
   * @param category its id, or 0 for another thing in each tile
   */
  private static Scene tiles(int columns, int rows, int category, boolean crowd) {
    int side = 24;
    int[] things = {1, 3, 17, 18, 44, 47, 62, 64, 72, 84, 85, 86, 51, 52, 59};
    Random random = new Random(SEED);
    int width = columns * side;
    int[] ids = new int[width * rows * side];
    byte[] bgr = new byte[3 * ids.length];
    int[] colors = random.ints(columns * rows, 0, 1 << 24).toArray();
    List<AnnotatedSegment> segments = new ArrayList<>();
    for (int tile = 0; tile < columns * rows; tile++) {
      segments.add(
          new AnnotatedSegment(
              tile + 1,
              category == 0 ? things[tile % things.length] : category,
              crowd,
              null,
              null,
              null,
              null));
    }
    for (int i = 0; i < ids.length; i++) {
      int tile = i / width / side * columns + i % width / side;
      ids[i] = tile + 1;
      for (int channel = 0; channel < 3; channel++) {
        bgr[3 * i + channel] = (byte) (colors[tile] >> 8 * channel);
      }
    }
    return PreparedScene.of(
        1,
        segments,
        Jpeg.encode(RgbImage.wrapBgr(width, rows * side, bgr), 90),
        PanopticPng.encode(LabelMap.of(width, rows * side, ids)));
  }
}
