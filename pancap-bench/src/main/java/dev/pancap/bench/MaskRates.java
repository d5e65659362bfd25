package dev.pancap.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.Polygons;
import dev.pancap.mask.RunLengths;
import dev.pancap.mask.SegmentRuns;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Our side of {@code run-masks.sh}: the same work on the same files as {@code peers/masks.py}, one
 * thread, a line {@code name<TAB>per second of processor time} each: of the whole process, with its
 * compiler and collector, because the machine may be shared. Run by the script; by hand {@code java
 * -cp … dev.pancap.bench.MaskRates DIR SECONDS}.
 */
public final class MaskRates {
  private static final LimitsConfig LIMITS = new LimitsConfig(50_000_000, 1 << 26, 4096);
  private static final int BITMAPS = 200;
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final double seconds;
  private long sink;

  private MaskRates(double seconds) {
    this.seconds = seconds;
  }

  public static void main(String[] arguments) throws IOException {
    new MaskRates(Double.parseDouble(arguments[1])).run(Path.of(arguments[0]));
  }

  private void run(Path folder) throws IOException {
    List<byte[]> pngs = files(folder, ".png");
    List<LabelMap> maps = pngs.stream().map(png -> PanopticPng.decode(png, LIMITS)).toList();
    List<RunLengths> runs =
        maps.stream()
            .flatMap(map -> SegmentRuns.of(map, 4096).stream())
            .map(SegmentRuns::runs)
            .limit(BITMAPS)
            .toList();
    measure("png to runs of all segments", pngs, png -> strings(PanopticPng.decode(png, LIMITS)));
    measure("png to ids", pngs, png -> PanopticPng.decode(png, LIMITS).idAt(0));
    measure("ids to runs of all segments", maps, MaskRates::strings);
    masks(runs);
    polygons(folder);
    List<byte[]> jpgs = files(folder, ".jpg");
    measure("jpeg decode", jpgs, jpg -> Jpeg.decode(jpg, LIMITS).width());
    List<RgbImage> pictures = jpgs.stream().map(jpg -> Jpeg.decode(jpg, LIMITS)).toList();
    measure("jpeg encode q90", pictures, picture -> Jpeg.encode(picture, 90).length);
    measure("png encode", maps, map -> PanopticPng.encode(map).length);
    if (sink == 42) {
      System.err.println("Keeps the results alive");
    }
  }

  /** pycocotools' masks are strings: what it does includes reading and writing them. */
  private void masks(List<RunLengths> runs) {
    int width = runs.get(0).width();
    int height = runs.get(0).height();
    List<byte[]> bitmaps = runs.stream().map(RunLengths::decode).toList();
    List<String> strings = runs.stream().map(CompressedRunLengths::encode).toList();
    measure(
        "encode a bitmap by rows",
        bitmaps,
        bitmap -> CompressedRunLengths.encode(RunLengths.encode(width, height, bitmap)).length());
    measure(
        "decode to a bitmap",
        strings,
        counts -> CompressedRunLengths.decode(counts, width, height).decode()[0]);
    List<int[]> pairs = new ArrayList<>();
    List<List<String>> groups = new ArrayList<>();
    for (int i = 0; i + 1 < strings.size(); i++) {
      pairs.add(new int[] {i, i + 1});
      if (i % 12 == 0 && i + 12 < strings.size()) {
        groups.add(strings.subList(i, i + 12));
      }
    }
    measure(
        "iou of a pair from strings",
        pairs,
        pair ->
            Double.doubleToLongBits(
                CompressedRunLengths.decode(strings.get(pair[0]), width, height)
                    .iou(CompressedRunLengths.decode(strings.get(pair[1]), width, height))));
    measure(
        "union of 12",
        groups,
        group ->
            CompressedRunLengths.encode(
                    RunLengths.union(
                        group.stream()
                            .map(counts -> CompressedRunLengths.decode(counts, width, height))
                            .toList()))
                .length());
  }

  private void polygons(Path folder) throws IOException {
    JsonNode shapes = new ObjectMapper().readTree(folder.resolve("polygons.json").toFile());
    int width = shapes.get("width").asInt();
    int height = shapes.get("height").asInt();
    List<double[]> polygons = new ArrayList<>();
    for (JsonNode shape : shapes.get("polygons")) {
      double[] polygon = new double[shape.size()];
      for (int i = 0; i < polygon.length; i++) {
        polygon[i] = shape.get(i).asDouble();
      }
      polygons.add(polygon);
    }
    measure(
        "polygon to runs",
        polygons,
        polygon -> CompressedRunLengths.encode(Polygons.fill(width, height, polygon)).length());
  }

  private static long strings(LabelMap map) {
    long characters = 0;
    for (SegmentRuns segment : SegmentRuns.of(map, 4096)) {
      characters += CompressedRunLengths.encode(segment.runs()).length();
    }
    return characters;
  }

  /** Warms up for twice as long as it measures. */
  private <T> void measure(String name, List<T> items, ToLongFunction<T> work) {
    rate(items, work);
    rate(items, work);
    System.out.printf("%s\t%.1f%n", name, rate(items, work));
  }

  private <T> double rate(List<T> items, ToLongFunction<T> work) {
    long start = PROCESS.getProcessCpuTime();
    long done = 0;
    while (PROCESS.getProcessCpuTime() - start < seconds * 1e9) {
      for (T item : items) {
        sink += work.applyAsLong(item);
      }
      done += items.size();
    }
    return done * 1e9 / (PROCESS.getProcessCpuTime() - start);
  }

  private static List<byte[]> files(Path folder, String ending) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      List<byte[]> files = new ArrayList<>();
      for (Path path : paths.filter(p -> p.toString().endsWith(ending)).sorted().toList()) {
        files.add(Files.readAllBytes(path));
      }
      return files;
    }
  }
}
