package dev.pancap.segment;

import dev.pancap.image.RgbImage;
import java.awt.image.BufferedImage;

/** Pictures for the tests of this package. */
final class SegmentPictures {
  private SegmentPictures() {}

  static RgbImage rgb(BufferedImage image) {
    byte[] bgr = new byte[3 * image.getWidth() * image.getHeight()];
    for (int i = 0; i < bgr.length / 3; i++) {
      int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      bgr[3 * i] = (byte) rgb;
      bgr[3 * i + 1] = (byte) (rgb >> 8);
      bgr[3 * i + 2] = (byte) (rgb >> 16);
    }
    return RgbImage.wrapBgr(image.getWidth(), image.getHeight(), bgr);
  }
}
