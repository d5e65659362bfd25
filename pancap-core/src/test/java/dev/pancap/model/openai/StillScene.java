package dev.pancap.model.openai;

import dev.pancap.image.RgbImage;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.Scene;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PreparedImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

/** A small grey picture, and how often its overlay was asked for. */
public final class StillScene implements Scene {
  private static final byte[] JPEG = picture();

  private final AtomicInteger overlays = new AtomicInteger();

  /** A question about a still scene. */
  public static ModelRequest request(String key, Round round) {
    return new ModelRequest(
        key,
        round,
        0,
        "You describe what is visible.",
        "What is in the picture?",
        true,
        new StillScene(),
        List.of(),
        List.of(),
        100);
  }

  @Override
  public PreparedImage image() {
    return new PreparedImage(
        7, "still.jpg", "train", 16, 8, "still.jpg", null, List.of(), List.of(), "image", "mask");
  }

  @Override
  public RgbImage pixels() {
    return RgbImage.wrapBgr(16, 8, new byte[16 * 8 * 3]);
  }

  @Override
  public LabelMap marks() {
    return LabelMap.wrap(16, 8, new int[16 * 8]);
  }

  @Override
  public byte[] originalJpeg() {
    return JPEG.clone();
  }

  @Override
  public byte[] overlayJpeg() {
    overlays.incrementAndGet();
    return JPEG.clone();
  }

  public int overlays() {
    return overlays.get();
  }

  private static byte[] picture() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(16, 8, BufferedImage.TYPE_3BYTE_BGR), "jpg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
