package dev.pancap.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PilResizeTest {
  record Case(
      int width, int height, int toWidth, int toHeight, PilResize.Filter filter, String sha256) {}

  static Stream<Case> whatPillowMakes() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    try (InputStream json = PilResizeTest.class.getResourceAsStream("pillow-resize.json")) {
      JsonNode cases = mapper.readTree(json).get("cases");
      return StreamSupport.stream(cases.spliterator(), false)
          .map(node -> mapper.convertValue(node, Case.class))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("whatPillowMakes")
  void equalsPillowToTheLastBit(Case wanted) throws NoSuchAlgorithmException {
    RgbImage resized =
        PilResize.resize(
            picture(wanted.width, wanted.height), wanted.toWidth, wanted.toHeight, wanted.filter);

    byte[] rgb = new byte[3 * resized.width() * resized.height()];
    for (int i = 0; i < rgb.length / 3; i++) {
      int value = resized.rgbAt(i);
      rgb[3 * i] = (byte) (value >> 16);
      rgb[3 * i + 1] = (byte) (value >> 8);
      rgb[3 * i + 2] = (byte) value;
    }
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(rgb)))
        .isEqualTo(wanted.sha256);
  }

  @Test
  void aPictureOfTheWantedSizeStaysAsItIs() {
    RgbImage picture = picture(9, 7);
    assertThat(PilResize.resize(picture, 9, 7, PilResize.Filter.LANCZOS)).isSameAs(picture);
  }

  @Test
  void refusesASizeThatIsNone() {
    assertThatThrownBy(() -> PilResize.resize(picture(2, 2), 0, 4, PilResize.Filter.BOX))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No picture has 0 x 4");
    assertThatThrownBy(() -> PilResize.Filter.ofPillow(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No resampling filter 0");
  }

  /** The formula of make_pillow_resize.py. */
  private static RgbImage picture(int width, int height) {
    byte[] bgr = new byte[3 * width * height];
    long state = 12345;
    for (int i = 0; i < bgr.length; i++) {
      state = (state * 1103515245L + 12345) % (1L << 31);
      int pixel = i / 3;
      int x = pixel % width;
      int y = pixel / width;
      int sample =
          switch (i % 3) {
            case 0 -> (int) (state >> 16) & 0xFF;
            case 1 -> x * 255 / Math.max(1, width - 1);
            default -> 255 * ((x / 4 + y / 4) % 2);
          };
      bgr[3 * pixel + 2 - i % 3] = (byte) sample;
    }
    return RgbImage.wrapBgr(width, height, bgr);
  }
}
