package dev.pancap.bench;

import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
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
 * Panoptic PNGs to ids and back, JPEGs to pixels and back.
 *
 * <p>{@code java -cp … org.openjdk.jmh.Main CodecBenchmark -p size=640x480 -p segments=12}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
  private static final LimitsConfig LIMITS = new LimitsConfig(50_000_000, 1 << 26, 4096);

  @Param({"640x480", "1920x1080"})
  public String size = "";

  @Param({"12", "100"})
  public int segments;

  private LabelMap map = LabelMap.of(1, 1, new int[1]);
  private RgbImage picture = RgbImage.wrapBgr(1, 1, new byte[3]);
  private byte[] png = {};
  private byte[] jpeg = {};

  @Setup
  public void prepare() {
    map = BenchScenes.map(size, segments);
    picture = BenchScenes.picture(map);
    png = PanopticPng.encode(map);
    jpeg = Jpeg.encode(picture, 90);
  }

  @Benchmark
  public Object pngToIds() {
    return PanopticPng.decode(png, LIMITS);
  }

  @Benchmark
  public Object idsToPng() {
    return PanopticPng.encode(map);
  }

  @Benchmark
  public Object jpegToPixels() {
    return Jpeg.decode(jpeg, LIMITS);
  }

  @Benchmark
  public Object pixelsToJpeg() {
    return Jpeg.encode(picture, 90);
  }

  @Benchmark
  public Object sizeOfWholeJpeg() {
    return Jpeg.sizeOfWhole(jpeg, LIMITS);
  }
}
