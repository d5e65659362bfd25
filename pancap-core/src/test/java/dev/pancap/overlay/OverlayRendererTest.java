package dev.pancap.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.image.RgbImage;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.Segment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverlayRendererTest {
  private final OverlayRenderer renderer = new OverlayRenderer(OverlayConfig.defaults());

  @Test
  void drawsTheSameBytesOnEveryMachine() throws NoSuchAlgorithmException {
    LabelMap map = RandomRegions.map(new Random(7), 320, 240, 20);
    RgbImage overlay = renderer.render(noise(7, 320, 240), map, segments(20));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(overlay.toBgr());
    assertThat(HexFormat.of().formatHex(hash))
        .as("raise VERSION with this")
        .isEqualTo("bd3957022d0e2eaa9ae415b6fec6e077f099ff5287fe7fa5d29aa9642c66eeae");
  }

  @Test
  void tintsWithoutHidingAndLeavesVoidAsItIs() {
    int[] ids = new int[100 * 100];
    for (int y = 0; y < 100; y++) {
      Arrays.fill(ids, y * 100, y * 100 + 60, 1);
    }
    RgbImage overlay = renderer.render(grey(100, 100), LabelMap.wrap(100, 100, ids), segments(1));
    int colour = Palette.rgbOf(1);
    assertThat(overlay.rgbAt(5, 5)).isEqualTo(mixed(0x808080, colour, 90));
    assertThat(overlay.rgbAt(59, 5)).as("contour").isEqualTo(colour);
    assertThat(overlay.rgbAt(60, 5)).isEqualTo(0x808080);
    assertThat(overlay.rgbAt(0, 5)).as("no contour along the picture").isNotEqualTo(colour);
  }

  @Test
  void drawsEveryLabelAsItWasPlaced() {
    int marks = 40;
    LabelMap map = RandomRegions.map(new Random(11), 640, 480, marks);
    RgbImage overlay = renderer.render(noise(11, 640, 480), map, segments(marks));
    List<MarkPlacer.Placement> placements =
        new MarkPlacer(OverlayConfig.defaults())
            .place(map, IntStream.rangeClosed(1, marks).toArray());
    for (MarkPlacer.Placement placement : placements) {
      BoundingBox label = placement.label();
      DigitGlyphs glyphs = DigitGlyphs.ofHeight(placement.digitHeight());
      byte[] ink = glyphs.coverageOf(placement.mark());
      int columns = glyphs.widthOf(placement.mark());
      int left = label.x() + (label.width() - columns) / 2;
      int top = label.y() + (label.height() - glyphs.height()) / 2;
      for (int i = 0; i < ink.length; i++) {
        int rgb = overlay.rgbAt(left + i % columns, top + i / columns);
        int covered = ink[i] & 0xFF;
        assertThat(Math.abs((rgb & 0xFF) - (0x14 + (0xFF - 0x14) * covered / 255)))
            .as("mark %d, ink pixel %d", placement.mark(), i)
            .isLessThanOrEqualTo(2);
      }
      assertThat(overlay.rgbAt(label.x(), label.y())).isEqualTo(Palette.rgbOf(placement.mark()));
    }
  }

  @Test
  void leavesUnlistedMarksAlone() {
    LabelMap map = LabelMap.of(40, 1, IntStream.range(0, 40).map(x -> x < 30 ? 1 : 2).toArray());
    RgbImage overlay = renderer.render(grey(40, 1), map, segments(1));
    assertThat(overlay.rgbAt(39, 0)).isEqualTo(0x808080);
  }

  @Test
  void drawsIntoThePicturesOfOnePixel() {
    LabelMap map = LabelMap.of(1, 1, new int[] {1});
    assertThat(renderer.render(grey(1, 1), map, segments(1)).width()).isEqualTo(1);
  }

  @Test
  void refusesAPictureOfAnotherSize() {
    LabelMap map = LabelMap.of(2, 1, new int[] {1, 1});
    assertThatThrownBy(() -> renderer.render(grey(1, 2), map, segments(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The picture is 1 x 2, its marks are 2 x 1");
  }

  private static int mixed(int under, int over, int alpha) {
    int rgb = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int a = under >> shift & 0xFF;
      int b = over >> shift & 0xFF;
      rgb |= (a * (256 - alpha) + b * alpha + 128 >> 8) << shift;
    }
    return rgb;
  }

  private static RgbImage noise(long seed, int width, int height) {
    byte[] bgr = new byte[3 * width * height];
    new Random(seed).nextBytes(bgr);
    return RgbImage.wrapBgr(width, height, bgr);
  }

  private static RgbImage grey(int width, int height) {
    byte[] bgr = new byte[3 * width * height];
    Arrays.fill(bgr, (byte) 0x80);
    return RgbImage.wrapBgr(width, height, bgr);
  }

  private static List<Segment> segments(int marks) {
    return IntStream.rangeClosed(1, marks)
        .mapToObj(
            mark ->
                new Segment(
                    mark,
                    mark,
                    1,
                    "person",
                    true,
                    false,
                    1,
                    new BoundingBox(0, 0, 1, 1),
                    "",
                    0,
                    0,
                    false,
                    null))
        .toList();
  }
}
