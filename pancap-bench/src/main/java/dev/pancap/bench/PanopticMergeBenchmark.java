package dev.pancap.bench;

import dev.pancap.image.ImageSize;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.segment.MaskLogits;
import dev.pancap.segment.MergeThresholds;
import dev.pancap.segment.MergedMasks;
import dev.pancap.segment.PanopticMerge;
import dev.pancap.segment.PanopticMerge.MergeRules;
import dev.pancap.segment.QueryClass;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The panoptic merge at 800 x 1333 from 100 masks of a quarter of that, beside the PNG of its
 * result. Of a network's 100 queries some 25 are sure of what they see, the others see the same
 * once more and are not; 100 sure ones are the worst case.
 *
 * <pre>
 * java -cp … org.openjdk.jmh.Main PanopticMergeBenchmark
 * java -cp … dev.pancap.bench.PanopticMergeBenchmark          processor time, for a shared machine
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PanopticMergeBenchmark {
  private static final int WIDTH = 333;
  private static final int HEIGHT = 200;
  private static final ImageSize PICTURE = new ImageSize(1333, 800);
  private static final MergeRules RULES =
      new MergeRules(new MergeThresholds(0.5, 0.5, 0.8), label -> true, label -> label >= 10);

  private static final int QUERIES = 100;

  @Param({"25", "100"})
  public int sure;

  private MaskLogits masks;
  private QueryClass[] classes;
  private LabelMap map;

  /** Regions around random points; logits fall off over the borders as a network's do. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    double[][] points = new double[QUERIES][];
    classes = new QueryClass[QUERIES];
    for (int q = 0; q < QUERIES; q++) {
      points[q] =
          q < sure
              ? new double[] {random.nextDouble() * WIDTH, random.nextDouble() * HEIGHT}
              : points[q % sure];
      classes[q] =
          new QueryClass(random.nextInt(20), (q < sure ? 0.6f : 0.1f) + 0.4f * random.nextFloat());
    }
    float[] values = new float[QUERIES * WIDTH * HEIGHT];
    double[] distances = new double[QUERIES];
    for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
      for (int q = 0; q < QUERIES; q++) {
        distances[q] = Math.hypot(pixel % WIDTH - points[q][0], pixel / WIDTH - points[q][1]);
      }
      double[] sorted = distances.clone();
      Arrays.sort(sorted);
      for (int q = 0; q < QUERIES; q++) {
        boolean nearest = distances[q] == sorted[0];
        double inside = (nearest ? sorted[QUERIES / sure] : sorted[0]) - distances[q];
        double logit = Math.max(-12, Math.min(12, inside)) + 0.3 * random.nextGaussian();
        values[q * WIDTH * HEIGHT + pixel] = (float) logit;
      }
    }
    masks = new MaskLogits(QUERIES, WIDTH, HEIGHT, values);
    map = merge().map();
  }

  @Benchmark
  public MergedMasks merge() {
    return PanopticMerge.merge(masks, classes, RULES, PICTURE);
  }

  @Benchmark
  public byte[] pngOfItsResult() {
    return PanopticPng.encode(map);
  }

  /** Prints the processor time of both in turns, in milliseconds; median of the last 21 of 60. */
  public static void main(String[] args) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    PanopticMergeBenchmark benchmark = new PanopticMergeBenchmark();
    for (int sure : new int[] {25, 100}) {
      benchmark.sure = sure;
      benchmark.draw();
      double[] merge = new double[60];
      double[] png = new double[60];
      for (int i = 0; i < merge.length; i++) {
        long start = threads.getCurrentThreadCpuTime();
        benchmark.merge();
        long middle = threads.getCurrentThreadCpuTime();
        benchmark.pngOfItsResult();
        merge[i] = (middle - start) / 1e6;
        png[i] = (threads.getCurrentThreadCpuTime() - middle) / 1e6;
      }
      System.out.printf(
          Locale.ROOT,
          "%d sure queries: merge %.1f ms, PNG of its result %.1f ms%n",
          sure,
          median(merge),
          median(png));
    }
  }

  private static double median(double[] times) {
    double[] last = Arrays.copyOfRange(times, times.length - 21, times.length);
    Arrays.sort(last);
    return last[10];
  }
}
