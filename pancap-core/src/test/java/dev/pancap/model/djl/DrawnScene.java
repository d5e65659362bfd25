package dev.pancap.model.djl;

import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.mask.BoundingBox;
import dev.pancap.model.Scene;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import java.util.Arrays;
import java.util.List;

/** A picture with a blue sky in its upper half (mark 1) and a red car in its lower (mark 2). */
record DrawnScene(RgbImage pixels) implements Scene {

  static DrawnScene of(RgbImage picture) {
    return new DrawnScene(picture);
  }

  static DrawnScene of(int width, int height) {
    byte[] bgr = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      boolean sky = i < width * (height / 2);
      bgr[3 * i + (sky ? 0 : 2)] = (byte) (150 + i % width);
    }
    return new DrawnScene(RgbImage.wrapBgr(width, height, bgr));
  }

  @Override
  public PreparedImage image() {
    int width = pixels.width();
    int half = pixels.height() / 2;
    return new PreparedImage(
        7,
        "drawn.jpg",
        "val2017",
        width,
        pixels.height(),
        "drawn.jpg",
        null,
        List.of(
            segment(1, 187, "sky-other-merged", new BoundingBox(0, 0, width, half)),
            segment(2, 3, "car", new BoundingBox(0, half, width, pixels.height() - half))),
        List.of(),
        "image",
        "mask");
  }

  private static Segment segment(int mark, int categoryId, String category, BoundingBox box) {
    return new Segment(
        mark,
        mark,
        categoryId,
        category,
        mark == 2,
        false,
        (long) box.width() * box.height(),
        box,
        "",
        box.centerX(),
        box.centerY(),
        true,
        null);
  }

  @Override
  public LabelMap marks() {
    int[] marks = new int[pixels.width() * pixels.height()];
    Arrays.fill(marks, 2);
    Arrays.fill(marks, 0, pixels.width() * (pixels.height() / 2), 1);
    return LabelMap.wrap(pixels.width(), pixels.height(), marks);
  }

  @Override
  public byte[] originalJpeg() {
    return Jpeg.encode(pixels, 95);
  }

  /** Without the marks: what is drawn is another test's business. */
  @Override
  public byte[] overlayJpeg() {
    return Jpeg.encode(pixels, 60);
  }
}
