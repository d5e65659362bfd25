package dev.pancap.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SceneGeneratorTest {
  @Test
  void aSceneIsTheSameOnEveryMachine() throws NoSuchAlgorithmException {
    SyntheticScene scene = new SceneGenerator(7, 160, 120).scene(3);
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    hash.update(scene.pixels().toBgr());
    int[] ids = scene.ids().toArray();
    ByteBuffer buffer = ByteBuffer.allocate(4 * ids.length);
    buffer.asIntBuffer().put(ids);
    hash.update(buffer);
    assertThat(HexFormat.of().formatHex(hash.digest()))
        .isEqualTo("7ceda2242dfeb0afa8110d3c9ab7c21b3a116364bc3c813efd44a78fd2caf5eb");
  }

  @Test
  void aSceneDependsOnSeedAndIndexAloneNotOnOrderOrThreads() {
    SceneGenerator generator = new SceneGenerator(11, 96, 72);
    List<SyntheticScene> parallel =
        IntStream.range(0, 40).parallel().mapToObj(generator::scene).toList();
    for (int index = 39; index >= 0; index--) {
      SyntheticScene alone = new SceneGenerator(11, 96, 72).scene(index);
      assertThat(parallel.get(index).segments()).as("index %d", index).isEqualTo(alone.segments());
      assertThat(parallel.get(index).pixels().toBgr()).isEqualTo(alone.pixels().toBgr());
    }
    assertThat(new SceneGenerator(12, 96, 72).scene(0).pixels().toBgr())
        .isNotEqualTo(parallel.get(0).pixels().toBgr());
  }

  @Test
  void segmentsSayWhatTheMaskShows() {
    SceneGenerator generator = new SceneGenerator(5, 200, 150);
    for (int index = 0; index < 60; index++) {
      SyntheticScene scene = generator.scene(index);
      Map<Integer, int[]> measured = measure(scene);
      measured.remove(0);
      assertThat(measured.keySet())
          .as("index %d", index)
          .hasSameElementsAs(scene.segments().stream().map(SyntheticSegment::segmentId).toList());
      assertThat(scene.segments()).as("index %d", index).hasSizeBetween(1, 60);
      for (SyntheticSegment segment : scene.segments()) {
        int[] m = measured.get(segment.segmentId());
        assertThat(segment.areaPixels()).isEqualTo(m[4]);
        assertThat(segment.box())
            .isEqualTo(new BoundingBox(m[0], m[1], m[2] - m[0] + 1, m[3] - m[1] + 1));
      }
    }
  }

  @Test
  void stuffIsOneSegmentACategory() {
    SceneGenerator generator = new SceneGenerator(6, 160, 120);
    for (int index = 0; index < 60; index++) {
      assertThat(
              generator.scene(index).segments().stream()
                  .map(SyntheticSegment::category)
                  .filter(category -> !category.isThing()))
          .as("index %d", index)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void thereAreFewAndManySegmentsCrowdsSpecksVoidAndThingsCutByTheBorder() {
    SceneGenerator generator = new SceneGenerator(7, 320, 240);
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    int crowds = 0;
    int specks = 0;
    int withVoid = 0;
    int cut = 0;
    for (int index = 0; index < 250; index++) {
      SyntheticScene scene = generator.scene(index);
      fewest = Math.min(fewest, scene.segments().size());
      most = Math.max(most, scene.segments().size());
      for (SyntheticSegment segment : scene.segments()) {
        BoundingBox box = segment.box();
        crowds += segment.isCrowd() ? 1 : 0;
        specks += segment.areaPixels() < 60 ? 1 : 0;
        cut += segment.category().isThing() && (box.x() == 0 || box.right() == 320) ? 1 : 0;
      }
      withVoid += measure(scene).containsKey(0) ? 1 : 0;
    }
    assertThat(fewest).isLessThanOrEqualTo(2);
    assertThat(most).isGreaterThanOrEqualTo(45);
    assertThat(crowds).isBetween(10, 80);
    assertThat(specks).isGreaterThan(50);
    assertThat(cut).isGreaterThan(100);
    assertThat(withVoid).isBetween(40, 230);
  }

  @Test
  void everyCategoryIsDrawnSoonerOrLater() {
    SceneGenerator generator = new SceneGenerator(7, 160, 120);
    Set<String> seen = new TreeSet<>();
    for (int index = 0; index < 900; index++) {
      generator.scene(index).segments().forEach(segment -> seen.add(segment.category().name()));
    }
    assertThat(CategoryTable.coco().all().stream().map(Category::name))
        .allSatisfy(name -> assertThat(seen).contains(name));
  }

  @Test
  void theNamedColourIsTheOneThatAPersonSees() {
    SceneGenerator generator = new SceneGenerator(9, 200, 150);
    int checked = 0;
    int right = 0;
    for (int index = 0; index < 60; index++) {
      SyntheticScene scene = generator.scene(index);
      for (SyntheticSegment segment : scene.segments()) {
        if (segment.colour() != null && segment.colourShare() > 0.8 && segment.areaPixels() > 100) {
          checked++;
          right += nearest(scene, segment) == segment.colour() ? 1 : 0;
        }
      }
    }
    assertThat(checked).isGreaterThan(250);
    assertThat((double) right / checked).isGreaterThan(0.9);
  }

  @Test
  void namesItsFilesAsCocoDoes() {
    SyntheticScene scene = new SceneGenerator(7, 32, 24).scene(41);
    assertThat(scene.imageId()).isEqualTo(42);
    assertThat(scene.fileName()).isEqualTo("000000000042.jpg");
    assertThat(scene.maskFileName()).isEqualTo("000000000042.png");
  }

  @Test
  void refusesSizesThatCannotBeDrawn() {
    assertThatThrownBy(() -> new SceneGenerator(7, 15, 480))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Sides must be between 16 and 8192: 15 x 480");
    assertThatThrownBy(() -> new SceneGenerator(7, 16, 16).scene(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Indexes start at 0: -1");
  }

  /** The colour that most of the segment's pixels are nearest to. */
  private static NamedColour nearest(SyntheticScene scene, SyntheticSegment segment) {
    Map<NamedColour, Integer> votes = new HashMap<>();
    BoundingBox box = segment.box();
    for (int y = box.y(); y < box.bottom(); y++) {
      for (int x = box.x(); x < box.right(); x++) {
        if (scene.ids().idAt(x, y) == segment.segmentId()) {
          votes.merge(nearest(scene.pixels().rgbAt(x, y)), 1, Integer::sum);
        }
      }
    }
    return votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static NamedColour nearest(int rgb) {
    return Arrays.stream(NamedColour.values())
        .min(
            Comparator.comparingInt(
                colour -> {
                  int r = (rgb >> 16 & 0xFF) - (colour.rgb() >> 16 & 0xFF);
                  int g = (rgb >> 8 & 0xFF) - (colour.rgb() >> 8 & 0xFF);
                  int b = (rgb & 0xFF) - (colour.rgb() & 0xFF);
                  return r * r + g * g + b * b;
                }))
        .orElseThrow();
  }

  /** Left, top, right, bottom and pixels of every id, void included. */
  private static Map<Integer, int[]> measure(SyntheticScene scene) {
    Map<Integer, int[]> measured = new HashMap<>();
    for (int y = 0; y < scene.ids().height(); y++) {
      for (int x = 0; x < scene.ids().width(); x++) {
        int[] m =
            measured.computeIfAbsent(
                scene.ids().idAt(x, y),
                id -> new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1, 0});
        m[0] = Math.min(m[0], x);
        m[1] = Math.min(m[1], y);
        m[2] = Math.max(m[2], x);
        m[3] = Math.max(m[3], y);
        m[4]++;
      }
    }
    return measured;
  }
}
