package dev.pancap.spark;

import dev.pancap.config.ConfigException;
import dev.pancap.config.PancapConfig;
import dev.pancap.quarantine.Reason;
import dev.pancap.spark.pack.MeasureImages;
import dev.pancap.spark.pack.MeasuredImage;
import dev.pancap.spark.pack.PackSettings;
import dev.pancap.spark.pack.WriteShards;
import dev.pancap.spark.pack.WrittenShard;
import dev.pancap.spark.source.CocoSource;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.source.ImageSource;
import dev.pancap.spark.stage.RouteByImage;
import dev.pancap.spark.stage.TaskShares;
import dev.pancap.spark.unchanged.KnownImages;
import dev.pancap.store.OutputLease;
import dev.pancap.store.pack.PackFolder;
import dev.pancap.store.pack.PackManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Packs a COCO panoptic file with its folders: what goes into which shard is decided by the lengths
 * of the files alone, so the same input gives the same bytes on every machine.
 */
public final class PackRun {
  /** What a row takes beside its contents: names, sums, lengths. */
  private static final long ROW_BYTES = 256;

  private final SparkSession spark;
  private final Input input;
  private final String out;
  private final PancapConfig config;

  /**
   * What is packed.
   *
   * @param images folder of pictures
   * @param masks folder of panoptic PNGs
   * @param annotations COCO panoptic JSON
   */
  public record Input(String images, String masks, String annotations) {}

  /**
   * @param out the folder of the pack: a new or an empty one
   */
  public PackRun(SparkSession spark, Input input, String out, PancapConfig config) {
    this.spark = spark;
    this.input = input;
    this.out = out;
    this.config = config;
  }

  /**
   * Packs.
   *
   * @param progress is told how far it is
   * @throws ConfigException if the input or the folder of the pack cannot be used
   * @throws RunFailedException if there is nothing to pack, or another run writes into the folder
   */
  public PackManifest run(PrintWriter progress, Clock clock) throws IOException {
    HadoopSettings hadoop = HadoopSettings.of(spark);
    RunProgress.Look look =
        new RunProgress.Look(System.console() != null, config.run().progressInterval());
    try (OutputLease lease = RunLease.acquire("pack of " + input.images(), out, hadoop, clock);
        RunProgress shown = new RunProgress(spark, progress, look, clock)) {
      PackFolder folder = PackFolder.of(out, hadoop.configuration());
      Path unfinished = folder.prepare(OutputLease.FILE);
      PackManifest manifest = pack(folder, unfinished, shown);
      lease.check();
      folder.complete(manifest);
      return manifest;
    }
  }

  private PackManifest pack(PackFolder folder, Path unfinished, RunProgress progress)
      throws IOException {
    ImageFolders folders = new ImageFolders(input.images(), input.masks(), "");
    ImageSource.Pieces source =
        new CocoSource(input.annotations(), folders, config.limits().maxSegments())
            .open(spark, unfinished.toString());
    PackManifest.Copy copy = folder.copyAnnotations(input.annotations());
    PackSettings settings =
        new PackSettings(
            folders,
            out,
            config.pack(),
            config.limits().maxFileBytes(),
            config.run(),
            HadoopSettings.of(spark),
            progress.counters().images());

    TaskDivision division = TaskDivision.of(source);
    long images = division.images();
    progress.begin("asking for the lengths of %,d images".formatted(images), images);
    TaskShares all = division.divide(spark, KnownImages.NONE, config.run());
    List<MeasuredImage> measured =
        new MeasureImages(settings)
            .apply(new RouteByImage(folders, all).apply(source.pieces()))
            .collectAsList();

    TaskShares shards = shards(measured);
    progress.begin("writing %,d files".formatted(shards.tasks()), images);
    List<WrittenShard> written =
        new WriteShards(settings, shards)
            .apply(new RouteByImage(folders, shards).apply(source.pieces()))
            .collectAsList();
    PackManifest manifest = manifest(copy, setAside(measured), written);
    long aside = manifest.setAside().values().stream().mapToLong(Long::longValue).sum();
    if (manifest.rows() + aside != images) {
      throw new IllegalStateException(
          "%d images went in, %d have a row and %d were set aside"
              .formatted(images, manifest.rows(), aside));
    }
    return manifest;
  }

  private TaskShares shards(List<MeasuredImage> measured) {
    Map<Long, Long> bytes =
        measured.stream()
            .filter(image -> image.setAside() == null)
            .collect(Collectors.toMap(MeasuredImage::imageId, image -> image.bytes() + ROW_BYTES));
    if (bytes.isEmpty()) {
      throw new RunFailedException(
          "There is nothing to pack: the annotation rules out all of its %d images: %s"
              .formatted(measured.size(), setAside(measured)));
    }
    long total = bytes.values().stream().mapToLong(Long::longValue).sum();
    long most = config.pack().shardBytes();
    return TaskShares.even(bytes, Math.toIntExact((total + most - 1) / most));
  }

  private static Map<String, Long> setAside(List<MeasuredImage> measured) {
    return measured.stream()
        .map(MeasuredImage::setAside)
        .filter(Objects::nonNull)
        .collect(Collectors.groupingBy(Reason::name, TreeMap::new, Collectors.counting()));
  }

  private PackManifest manifest(
      PackManifest.Copy copy, Map<String, Long> setAside, List<WrittenShard> written) {
    Map<String, Long> faults = new TreeMap<>();
    for (WrittenShard shard : written) {
      shard.faults().forEach((reason, count) -> faults.merge(reason, count, Long::sum));
    }
    List<PackManifest.Shard> shards =
        written.stream()
            .map(WrittenShard::shard)
            .sorted(Comparator.comparingLong(PackManifest.Shard::firstId))
            .toList();
    return new PackManifest(
        PackManifest.FORMAT,
        input.images(),
        input.masks(),
        input.annotations(),
        copy,
        shards.stream().mapToLong(PackManifest.Shard::rows).sum(),
        setAside,
        faults,
        shards);
  }
}
