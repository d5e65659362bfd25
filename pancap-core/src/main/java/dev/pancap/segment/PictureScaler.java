package dev.pancap.segment;

import dev.pancap.image.ImageSize;
import dev.pancap.image.RgbImage;
import dev.pancap.onnx.ConfigFile;
import dev.pancap.onnx.PilResize;
import org.jspecify.annotations.Nullable;

/**
 * The size at which a network sees a picture, as the family's image processor computes it.
 *
 * @param exact the one size for every picture, or null
 * @param shortestEdge what the shorter side is scaled to, unless the longer one then exceeds its
 *     bound; 0 leaves pictures as they are
 * @param longestEdge the bound on the longer side
 * @param multiple both sides are scaled up to multiples of this; 1 for any size
 */
record PictureScaler(
    @Nullable ImageSize exact,
    int shortestEdge,
    int longestEdge,
    int multiple,
    PilResize.Filter filter) {
  private static final int DEFAULT_LONGEST_EDGE = 1333;
  private static final int DEFAULT_DIVISOR = 32;

  /**
   * @throws dev.pancap.config.ConfigException if the file states no size
   */
  static PictureScaler of(ConfigFile preprocessor, PanopticFamily family) {
    int resample = preprocessor.optionalInteger("resample").orElse(2);
    if (resample < 1 || resample > 5) {
      throw preprocessor.error("resample must be 1 to 5, found %d", resample);
    }
    PilResize.Filter filter = PilResize.Filter.ofPillow(resample);
    int multiple =
        family == PanopticFamily.DETR
            ? 1
            : preprocessor
                .optionalInteger("size_divisor")
                .or(() -> preprocessor.optionalInteger("size_divisibility"))
                .orElse(DEFAULT_DIVISOR);
    if (!preprocessor.optionalFlag("do_resize").orElse(true)) {
      return new PictureScaler(null, 0, 0, 1, filter);
    }
    if (preprocessor.section("size").isEmpty()) {
      // The form of older folders: "size": 800, "max_size": 1333.
      return new PictureScaler(
          null,
          preprocessor.integer("size"),
          preprocessor.optionalInteger("max_size").orElse(DEFAULT_LONGEST_EDGE),
          Math.max(1, multiple),
          filter);
    }
    if (preprocessor.optionalInteger("size.height").isPresent()) {
      ImageSize size =
          new ImageSize(preprocessor.integer("size.width"), preprocessor.integer("size.height"));
      return new PictureScaler(size, 1, 1, Math.max(1, multiple), filter);
    }
    return new PictureScaler(
        null,
        preprocessor.integer("size.shortest_edge"),
        preprocessor
            .optionalInteger("size.longest_edge")
            .or(() -> preprocessor.optionalInteger("max_size"))
            .orElse(DEFAULT_LONGEST_EDGE),
        Math.max(1, multiple),
        filter);
  }

  ImageSize sizeOf(RgbImage picture) {
    ImageSize size = exact != null ? exact : scaled(picture.width(), picture.height());
    return new ImageSize(upToMultiple(size.width()), upToMultiple(size.height()));
  }

  RgbImage scale(RgbImage picture, ImageSize size) {
    return PilResize.resize(picture, size.width(), size.height(), filter);
  }

  /** Cut off below and rounded to even halves where the processor does so. */
  private ImageSize scaled(int width, int height) {
    if (shortestEdge == 0) {
      return new ImageSize(width, height);
    }
    double shorter = Math.min(width, height);
    double longer = Math.max(width, height);
    double edge = shortestEdge;
    int rounded = shortestEdge;
    if (longer / shorter * shortestEdge > longestEdge) {
      edge = longestEdge * shorter / longer;
      rounded = (int) Math.rint(edge);
    }
    if (rounded == Math.min(width, height)) {
      return new ImageSize(width, height);
    }
    int shortSide = Math.max(1, rounded);
    return width < height
        ? new ImageSize(shortSide, Math.max(1, (int) (edge * height / width)))
        : new ImageSize(Math.max(1, (int) (edge * width / height)), shortSide);
  }

  private int upToMultiple(int edge) {
    return (edge + multiple - 1) / multiple * multiple;
  }
}
