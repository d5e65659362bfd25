package dev.pancap.bench;

import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.overlay.MarkPlacer;
import dev.pancap.overlay.OverlayConfig;
import dev.pancap.overlay.OverlayRenderer;
import dev.pancap.panoptic.PanopticPng;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * The overlay (decode, mark, draw, encode) beside its codecs alone, in turn and in processor time,
 * so that what else runs on the machine matters little. Prints medians of 41 rounds.
 *
 * <pre>
 * java -cp pancap-bench/target/benchmarks.jar dev.pancap.bench.OverlayRates [SEGMENTS]
 * </pre>
 */
final class OverlayRates {
  private static final LimitsConfig LIMITS = new LimitsConfig(50_000_000, 1 << 26, 4096);
  private static final int WARM_UP_ROUNDS = 30;
  private static final int ROUNDS = 41;
  private static final int TIMES_A_ROUND = 10;

  private OverlayRates() {}

  public static void main(String[] args) {
    int segments = args.length == 0 ? 12 : Integer.parseInt(args[0]);
    MarkedScene scene = MarkedScene.withSegments(segments);
    OverlayConfig config = OverlayConfig.defaults();
    OverlayRenderer renderer = new OverlayRenderer(config);
    MarkPlacer placer = new MarkPlacer(config);
    double[] codecs = new double[ROUNDS];
    double[] overlay = new double[ROUNDS];
    double[] placing = new double[ROUNDS];
    double[] ratio = new double[ROUNDS];
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      double codecsOnly =
          milliseconds(
              () -> {
                RgbImage picture = Jpeg.decode(scene.jpeg(), LIMITS);
                PanopticPng.decode(scene.maskPng(), LIMITS);
                Jpeg.encode(picture, config.jpegQuality());
              });
      double whole =
          milliseconds(
              () -> {
                RgbImage picture = Jpeg.decode(scene.jpeg(), LIMITS);
                PanopticPng.decode(scene.maskPng(), LIMITS);
                RgbImage drawn = renderer.render(picture, scene.marks(), scene.segments());
                Jpeg.encode(drawn, config.jpegQuality());
              });
      double placed = milliseconds(() -> placer.place(scene.marks(), scene.markNumbers()));
      if (round >= 0) {
        codecs[round] = codecsOnly;
        overlay[round] = whole;
        placing[round] = placed;
        ratio[round] = whole / codecsOnly;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d segments: codecs %.2f ms, overlay %.2f ms (ratio %.2f), of it placing marks %.2f ms%n",
        segments,
        median(codecs),
        median(overlay),
        median(ratio),
        median(placing));
  }

  private static double milliseconds(Runnable work) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < TIMES_A_ROUND; i++) {
      work.run();
    }
    long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    return (end - start) / 1e6 / TIMES_A_ROUND;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
