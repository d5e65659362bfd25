package dev.pancap.panoptic;

import dev.pancap.mask.BoundingBox;
import java.util.List;

/** A picture with one segment, sky, for tests that look at no pixels. */
public final class SkyPicture {
  private SkyPicture() {}

  /**
   * The image 42 of a split {@code train}.
   *
   * @param mark of the sky, whose segment id is 7
   */
  public static PreparedImage of(int mark, int width, int height) {
    Segment sky =
        new Segment(
            mark,
            7,
            187,
            "sky",
            false,
            false,
            2,
            new BoundingBox(0, 0, 2, 1),
            "02",
            0,
            0,
            true,
            null);
    return new PreparedImage(
        42,
        "42.jpg",
        "train",
        width,
        height,
        "42.jpg",
        "42.png",
        List.of(sky),
        List.of(),
        "image",
        "mask");
  }
}
