package dev.pancap.bench;

import dev.pancap.config.ConfigReader;
import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.PanopticPng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Times the codecs alone, on one thread, over a folder that {@code pancap synth} drew: {@code java
 * -cp … dev.pancap.bench.CodecSeconds DIR}. Prints seconds of JPEG decoding, of PNG decoding and of
 * JPEG encoding (what an overlay adds) after a first pass that warms up.
 */
public final class CodecSeconds {
  private static final int WARM_UP = 200;
  private static final int JPEG_QUALITY = 90;

  private CodecSeconds() {}

  public static void main(String[] args) throws IOException {
    LimitsConfig limits = ConfigReader.read(null, "", List.of()).limits();
    List<Path> pictures = files(Path.of(args[0], "images"));
    List<Path> masks = files(Path.of(args[0], "panoptic"));
    time(pictures.subList(0, Math.min(WARM_UP, pictures.size())), masks, limits);
    double[] seconds = time(pictures, masks, limits);
    System.out.printf(
        Locale.ROOT,
        "{\"images\":%d,\"jpeg_decode\":%.3f,\"png_decode\":%.3f,\"jpeg_encode\":%.3f}%n",
        pictures.size(),
        seconds[0],
        seconds[1],
        seconds[2]);
  }

  private static double[] time(List<Path> pictures, List<Path> masks, LimitsConfig limits)
      throws IOException {
    long[] nanos = new long[3];
    long pixels = 0;
    for (int i = 0; i < pictures.size(); i++) {
      byte[] jpeg = Files.readAllBytes(pictures.get(i));
      byte[] png = Files.readAllBytes(masks.get(i));
      long start = System.nanoTime();
      RgbImage picture = Jpeg.decode(jpeg, limits);
      long decoded = System.nanoTime();
      pixels += PanopticPng.decode(png, limits).pixels();
      long masked = System.nanoTime();
      pixels += Jpeg.encode(picture, JPEG_QUALITY).length;
      nanos[0] += decoded - start;
      nanos[1] += masked - decoded;
      nanos[2] += System.nanoTime() - masked;
    }
    if (pixels == 0) {
      throw new IllegalStateException("Nothing was decoded");
    }
    return new double[] {nanos[0] / 1e9, nanos[1] / 1e9, nanos[2] / 1e9};
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
