package dev.pancap.bench;

import dev.pancap.config.ConfigReader;
import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.overlay.MarkPlacer;
import dev.pancap.overlay.OverlayConfig;
import dev.pancap.overlay.OverlayRenderer;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import java.util.List;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * Mark placement and overlay rendering, and the whole overlay from files to a file beside its
 * codecs alone: {@code overlay} is to take at most 1.5 times {@code codecsOnly}.
 *
 * <pre>
 * mvn -q -Dfast -Pbench -DskipTests -pl pancap-bench -am package
 * java -jar pancap-bench/target/benchmarks.jar OverlayBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx1g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class OverlayBenchmark {
  @Param({"12", "50"})
  private int segments;

  private final OverlayConfig config = OverlayConfig.defaults();
  private final OverlayRenderer renderer = new OverlayRenderer(config);
  private final MarkPlacer placer = new MarkPlacer(config);
  private final LimitsConfig limits = ConfigReader.read(null, "", List.of()).limits();
  private MarkedScene scene;
  private int[] marks;

  @Setup
  public void draw() {
    scene = MarkedScene.withSegments(segments);
    marks = scene.markNumbers();
  }

  @Benchmark
  public List<MarkPlacer.Placement> placement() {
    return placer.place(scene.marks(), marks);
  }

  @Benchmark
  public RgbImage rendering() {
    return renderer.render(scene.pixels(), scene.marks(), scene.segments());
  }

  @Benchmark
  public byte[] overlay(Blackhole blackhole) {
    RgbImage picture = Jpeg.decode(scene.jpeg(), limits);
    LabelMap ids = PanopticPng.decode(scene.maskPng(), limits);
    blackhole.consume(ids);
    RgbImage overlay = renderer.render(picture, scene.marks(), scene.segments());
    return Jpeg.encode(overlay, config.jpegQuality());
  }

  @Benchmark
  public byte[] codecsOnly(Blackhole blackhole) {
    RgbImage picture = Jpeg.decode(scene.jpeg(), limits);
    LabelMap ids = PanopticPng.decode(scene.maskPng(), limits);
    blackhole.consume(ids);
    return Jpeg.encode(picture, config.jpegQuality());
  }
}
