package dev.pancap.bench;

import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.Polygons;
import dev.pancap.mask.RunLengths;
import dev.pancap.mask.SegmentRuns;
import dev.pancap.panoptic.LabelMap;
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

/**
 * Run lengths: of all segments of a map, of one bitmap and back, merged, compared, from a polygon.
 *
 * <p>{@code java -cp … org.openjdk.jmh.Main MaskBenchmark -p size=640x480 -p segments=12}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MaskBenchmark {
  @Param({"640x480", "1920x1080"})
  public String size = "";

  @Param({"12", "100"})
  public int segments;

  private LabelMap map = LabelMap.of(1, 1, new int[1]);
  private List<RunLengths> masks = List.of();
  private byte[] bitmap = {};
  private String counts = "";
  private double[] polygon = {};

  @Setup
  public void prepare() {
    map = BenchScenes.map(size, segments);
    masks = SegmentRuns.of(map, segments).stream().map(SegmentRuns::runs).toList();
    bitmap = masks.get(0).decode();
    counts = CompressedRunLengths.encode(masks.get(0));
    polygon = new double[80];
    for (int i = 0; i < polygon.length; i += 2) {
      double radius = map.height() * (0.3 + 0.05 * Math.sin(i));
      polygon[i] = map.width() / 2.0 + radius * Math.cos(i * Math.PI / 40);
      polygon[i + 1] = map.height() / 2.0 + radius * Math.sin(i * Math.PI / 40);
    }
  }

  @Benchmark
  public Object runsOfAllSegments() {
    return SegmentRuns.of(map, segments);
  }

  @Benchmark
  public Object encodeBitmap() {
    return RunLengths.encode(map.width(), map.height(), bitmap);
  }

  @Benchmark
  public Object decodeToBitmap() {
    return masks.get(0).decode();
  }

  @Benchmark
  public Object writeString() {
    return CompressedRunLengths.encode(masks.get(0));
  }

  @Benchmark
  public Object readString() {
    return CompressedRunLengths.decode(counts, map.width(), map.height());
  }

  @Benchmark
  public Object iou() {
    return masks.get(0).iou(masks.get(1));
  }

  @Benchmark
  public Object union() {
    return RunLengths.union(masks);
  }

  @Benchmark
  public Object fillPolygon() {
    return Polygons.fill(map.width(), map.height(), polygon);
  }
}
