package dev.pancap.spark.stage;

import dev.pancap.config.LimitsConfig;
import dev.pancap.facts.SceneFacts;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.model.Scene;
import dev.pancap.overlay.OverlayRenderer;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segments;
import java.util.function.Supplier;

/**
 * A prepared image with its pixels on demand. Decoded pictures have megabytes and wait for answers
 * by the hundred, so they are kept only while memory lasts.
 */
final class ImageScene implements Scene {
  private final PreparedImage image;
  private final OnFirstUse<byte[]> original;
  private final OnFirstUse<RgbImage> pixels;
  private final OnFirstUse<LabelMap> marks;
  private final OnFirstUse<byte[]> overlay;
  private final OnFirstUse<SceneFacts> facts;

  /** How overlays are drawn and encoded. */
  record Drawing(OverlayRenderer renderer, int jpegQuality, LimitsConfig limits) {}

  /**
   * @param picture the picture's file as it was read
   * @param again reads it again
   */
  ImageScene(PreparedImage image, byte[] picture, Supplier<byte[]> again, Drawing drawing) {
    this.image = image;
    this.original = new OnFirstUse<>(picture, again);
    this.pixels = new OnFirstUse<>(() -> Jpeg.decode(original.get(), drawing.limits()));
    this.marks = new OnFirstUse<>(() -> Segments.labelMap(image));
    this.overlay =
        new OnFirstUse<>(
            () ->
                Jpeg.encode(
                    drawing.renderer().render(pixels.get(), marks.get(), image.segments()),
                    drawing.jpegQuality()));
    this.facts = new OnFirstUse<>(() -> SceneFacts.of(image, pixels.get(), marks.get()));
  }

  @Override
  public PreparedImage image() {
    return image;
  }

  @Override
  public RgbImage pixels() {
    return pixels.get();
  }

  @Override
  public LabelMap marks() {
    return marks.get();
  }

  @Override
  public SceneFacts facts() {
    return facts.get();
  }

  @Override
  public byte[] originalJpeg() {
    return original.get();
  }

  @Override
  public byte[] overlayJpeg() {
    return overlay.get();
  }
}
