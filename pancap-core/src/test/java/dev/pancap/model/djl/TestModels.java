package dev.pancap.model.djl;

import dev.pancap.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Model folders among the test resources, their pictures, and settings to open them with. */
final class TestModels {
  private TestModels() {}

  /** {@code trained}, {@code parity/idefics3}, {@code parity/smolvlm} or a file below them. */
  static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(TestModels.class.getResource(name), "no resource " + name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static RgbImage picture(String name) throws IOException {
    BufferedImage image = ImageIO.read(resource(name).toFile());
    byte[] bgr = new byte[3 * image.getWidth() * image.getHeight()];
    for (int i = 0; i < bgr.length / 3; i++) {
      int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      bgr[3 * i] = (byte) rgb;
      bgr[3 * i + 1] = (byte) (rgb >> 8);
      bgr[3 * i + 2] = (byte) (rgb >> 16);
    }
    return RgbImage.wrapBgr(image.getWidth(), image.getHeight(), bgr);
  }

  static DjlConfig whole(Path folder) {
    return config(folder, "", DjlConfig.Mode.WHOLE, false);
  }

  static DjlConfig config(Path folder, String suffix, DjlConfig.Mode mode, boolean split) {
    return new DjlConfig(
        folder.toString(),
        suffix,
        suffix,
        suffix,
        mode,
        split,
        0,
        8,
        4096,
        24,
        1,
        1,
        "Describe the {class}.",
        "What is in this picture?");
  }
}
