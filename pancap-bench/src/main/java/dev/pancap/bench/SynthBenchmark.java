package dev.pancap.bench;

import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Synthetic scenes of 640 × 480 a second on one core, drawn only and with their two files.
 *
 * <pre>
 * mvn -q -Dfast -Pbench -DskipTests -pl pancap-bench -am package
 * java -jar pancap-bench/target/benchmarks.jar SynthBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-Xmx1g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class SynthBenchmark {
  private final SceneGenerator generator = new SceneGenerator(7, 640, 480);
  private int next;

  @Benchmark
  public SyntheticScene draw() {
    return generator.scene(next++);
  }

  @Benchmark
  public void drawAndEncode(Blackhole blackhole) {
    SyntheticScene scene = generator.scene(next++);
    blackhole.consume(scene.jpeg());
    blackhole.consume(scene.maskPng());
  }
}
