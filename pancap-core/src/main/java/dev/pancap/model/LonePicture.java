package dev.pancap.model;

import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PreparedImage;
import java.util.List;

/** A picture without masks, for free questions. Its overlay is the picture itself. */
public final class LonePicture implements Scene {
  private final PreparedImage image;
  private final RgbImage pixels;
  private final byte[] file;

  private LonePicture(PreparedImage image, RgbImage pixels, byte[] file) {
    this.image = image;
    this.pixels = pixels;
    this.file = file;
  }

  /**
   * @param name the file's name
   * @throws dev.pancap.quarantine.BadRecordException if the bytes are no whole picture, or larger
   *     than the limits
   */
  public static LonePicture of(String name, byte[] file, LimitsConfig limits) {
    RgbImage pixels = Jpeg.decode(file, limits);
    String fingerprint = RequestKey.start().with("picture", file).hex();
    PreparedImage image =
        new PreparedImage(
            0,
            name,
            "",
            pixels.width(),
            pixels.height(),
            name,
            null,
            List.of(),
            List.of(),
            fingerprint,
            "");
    return new LonePicture(image, pixels, file.clone());
  }

  @Override
  public PreparedImage image() {
    return image;
  }

  @Override
  public RgbImage pixels() {
    return pixels;
  }

  @Override
  public LabelMap marks() {
    return LabelMap.wrap(
        pixels.width(), pixels.height(), new int[pixels.width() * pixels.height()]);
  }

  @Override
  public byte[] originalJpeg() {
    return file.clone();
  }

  @Override
  public byte[] overlayJpeg() {
    return file.clone();
  }
}
