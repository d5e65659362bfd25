package dev.pancap.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.image.RgbImage;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SceneFactsTest {
  private static final int WIDTH = 100;
  private static final int HEIGHT = 80;

  /**
   * A cup (3) on a table (1), a wall (2) behind, a dog (4) far to the right on the table's floor.
   */
  private static SceneFacts kitchen() {
    int[] ids = new int[WIDTH * HEIGHT];
    fill(ids, 0, 0, WIDTH, 40, 2);
    fill(ids, 0, 40, WIDTH, 80, 1);
    fill(ids, 20, 30, 30, 40, 3);
    fill(ids, 60, 25, 75, 45, 4);
    return facts(
        ids,
        Map.of(
            1, List.of("table-merged", 0xFFFFFF),
            2, List.of("wall-other-merged", 0x2E62C8),
            3, List.of("cup", 0xC8222A),
            4, List.of("dog", 0x80512C)));
  }

  @Test
  void aThingRestsOnWhatLiesAlongItsLowerEdge() {
    SceneFacts facts = kitchen();

    assertThat(facts.isOn(3, 1)).isTrue();
    assertThat(facts.isOn(3, 2)).isFalse();
    assertThat(facts.isOn(1, 3)).isFalse();
  }

  @Test
  void whatSurroundsAThingIsBehindIt() {
    SceneFacts facts = kitchen();

    assertThat(facts.isInFrontOf(3, 2)).isTrue();
    assertThat(facts.isInFrontOf(3, 1)).isFalse();
    assertThat(facts.isInFrontOf(2, 3)).isFalse();
  }

  @Test
  void sidesAreThoseOfThePicture() {
    SceneFacts facts = kitchen();

    assertThat(facts.isLeftOf(3, 4)).isTrue();
    assertThat(facts.isLeftOf(4, 3)).isFalse();
    assertThat(facts.isAbove(2, 1)).isTrue();
    assertThat(facts.isAbove(1, 2)).isFalse();
    assertThat(facts.areTouching(3, 1)).isTrue();
    assertThat(facts.areTouching(3, 4)).isFalse();
  }

  @Test
  void placesAreThirdsOfThePicture() {
    SceneFacts facts = kitchen();

    assertThat(facts.region(1).place().words()).isEqualTo("along the bottom");
    assertThat(facts.region(2).place().words()).isEqualTo("across the top");
    assertThat(facts.region(3).place().words()).isEqualTo("on the left");
    assertThat(facts.region(4).place().words()).isEqualTo("on the right");
  }

  @Test
  void sharesAndCountsAreMeasured() {
    SceneFacts facts = kitchen();

    assertThat(facts.region(3).share()).isEqualTo(100.0 / (WIDTH * HEIGHT));
    assertThat(facts.count("cup")).isEqualTo(1);
    assertThat(facts.count("cat")).isZero();
    assertThatThrownBy(() -> facts.region(9)).hasMessage("There is no region 9");
  }

  @Test
  void regionsAcrossANarrowVoidTouch() {
    int[] ids = new int[WIDTH * HEIGHT];
    fill(ids, 0, 0, 40, HEIGHT, 1);
    fill(ids, 42, 0, 80, HEIGHT, 2);
    fill(ids, 90, 0, WIDTH, HEIGHT, 3);
    SceneFacts facts =
        facts(ids, Map.of(1, List.of("cat", 0), 2, List.of("dog", 0), 3, List.of("cow", 0)));

    assertThat(facts.areTouching(1, 2)).isTrue();
    assertThat(facts.areTouching(2, 3)).isFalse();
  }

  @Test
  void piecesThatMeetLaterAreOnePiece() {
    int[] ids = new int[WIDTH * HEIGHT];
    Arrays.fill(ids, 1);
    fill(ids, 10, 0, 30, 70, 2);
    fill(ids, 60, 0, 80, 70, 2);
    fill(ids, 10, 60, 80, 70, 2);
    fill(ids, 0, 75, 5, 80, 3);
    fill(ids, 90, 75, 95, 80, 3);
    SceneFacts facts =
        facts(
            ids,
            Map.of(
                1,
                List.of("grass-merged", 0),
                2,
                List.of("window-other", 0),
                3,
                List.of("door-stuff", 0)));

    assertThat(facts.region(2).isOnePiece()).isTrue();
    assertThat(facts.region(3).isOnePiece()).isFalse();
  }

  /** CSS colours and what people call them. */
  @ParameterizedTest
  @CsvSource({
    "FF0000, red",
    "8B0000, dark red",
    "FFA500, orange",
    "FFFF00, yellow",
    "008000, green",
    "006400, dark green",
    "90EE90, light green",
    "0000FF, blue",
    "000080, dark blue",
    "ADD8E6, light blue",
    "800080, purple",
    "FFC0CB, pink",
    "8B4513, brown",
    "F5F5DC, beige",
    "D2B48C, beige",
    "000000, black",
    "808080, gray",
    "404040, dark gray",
    "FFFFFF, white",
    "D3D3D3, light gray",
    "40E0D0, turquoise",
    "2F4F4F, dark gray"
  })
  void coloursAreCalledAsPeopleCallThem(String hex, String words) {
    int[] ids = new int[WIDTH * HEIGHT];
    Arrays.fill(ids, 1);
    SceneFacts facts = facts(ids, Map.of(1, List.of("car", Integer.parseInt(hex, 16))));

    assertThat(facts.region(1).colors().words()).contains(words);
  }

  @Test
  void shadingAndNoiseDoNotChangeTheColourThatIsNamed() {
    long seed = 5;
    Random random = new Random(seed);
    byte[] bgr = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      double light = 0.55 + 0.45 * (i % WIDTH) / WIDTH;
      int[] red = {0x2A, 0x22, 0xC8};
      for (int c = 0; c < 3; c++) {
        int value = (int) (red[c] * light) + random.nextInt(25) - 12;
        bgr[3 * i + c] = (byte) Math.max(0, Math.min(255, value));
      }
    }
    int[] ids = new int[WIDTH * HEIGHT];
    Arrays.fill(ids, 1);
    Segment car = segment(1, "car", ids);
    SceneFacts facts =
        SceneFacts.of(
            image(List.of(car)),
            RgbImage.wrapBgr(WIDTH, HEIGHT, bgr),
            LabelMap.of(WIDTH, HEIGHT, ids));

    assertThat(facts.region(1).colors().named())
        .as("seed %d", seed)
        .extracting(ColorShare::color)
        .containsExactly(NamedColor.RED);
  }

  @Test
  void manyColoursAreNotNamed() {
    int[] ids = new int[WIDTH * HEIGHT];
    Arrays.fill(ids, 1);
    byte[] bgr = new byte[3 * ids.length];
    int[] colors = {0xFF0000, 0x00A000, 0x0000FF, 0xFFFF00};
    for (int i = 0; i < ids.length; i++) {
      int color = colors[i % WIDTH * 4 / WIDTH];
      for (int c = 0; c < 3; c++) {
        bgr[3 * i + c] = (byte) (color >> 8 * c);
      }
    }
    SceneFacts facts =
        SceneFacts.of(
            image(List.of(segment(1, "kite", ids))),
            RgbImage.wrapBgr(WIDTH, HEIGHT, bgr),
            LabelMap.of(WIDTH, HEIGHT, ids));

    assertThat(facts.region(1).colors().words()).isEmpty();
  }

  @Test
  void pictureAndMarksMustBeOfOneSize() {
    assertThatThrownBy(
            () ->
                SceneFacts.of(
                    image(List.of()),
                    RgbImage.wrapBgr(1, 1, new byte[3]),
                    LabelMap.of(2, 1, new int[2])))
        .hasMessage("The picture has 1 x 1 pixels, its marks 2 x 1");
  }

  private static SceneFacts facts(int[] ids, Map<Integer, List<Object>> classes) {
    byte[] bgr = new byte[3 * ids.length];
    for (int i = 0; i < ids.length; i++) {
      int rgb = ids[i] == 0 ? 0 : (int) classes.get(ids[i]).get(1);
      for (int c = 0; c < 3; c++) {
        bgr[3 * i + c] = (byte) (rgb >> 8 * c);
      }
    }
    List<Segment> segments = new ArrayList<>();
    new TreeMap<>(classes)
        .forEach((mark, entry) -> segments.add(segment(mark, (String) entry.get(0), ids)));
    return SceneFacts.of(
        image(segments), RgbImage.wrapBgr(WIDTH, HEIGHT, bgr), LabelMap.of(WIDTH, HEIGHT, ids));
  }

  private static PreparedImage image(List<Segment> segments) {
    return new PreparedImage(
        1, "a.jpg", "train", WIDTH, HEIGHT, "a.jpg", null, segments, List.of(), "image", "mask");
  }

  private static Segment segment(int mark, String category, int[] ids) {
    int left = WIDTH;
    int right = 0;
    int top = HEIGHT;
    int bottom = 0;
    long area = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == mark) {
        left = Math.min(left, i % WIDTH);
        right = Math.max(right, i % WIDTH + 1);
        top = Math.min(top, i / WIDTH);
        bottom = Math.max(bottom, i / WIDTH + 1);
        x += i % WIDTH + 0.5;
        y += i / WIDTH + 0.5;
        area++;
      }
    }
    BoundingBox box = new BoundingBox(left, top, right - left, bottom - top);
    boolean isThing = !category.contains("-");
    return new Segment(
        mark, mark, 1, category, isThing, false, area, box, "", x / area, y / area, false, null);
  }

  private static void fill(int[] ids, int left, int top, int right, int bottom, int id) {
    for (int y = top; y < bottom; y++) {
      Arrays.fill(ids, y * WIDTH + left, y * WIDTH + right, id);
    }
  }
}
