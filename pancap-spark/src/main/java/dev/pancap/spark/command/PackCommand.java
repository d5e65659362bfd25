package dev.pancap.spark.command;

import dev.pancap.config.PancapConfig;
import dev.pancap.spark.PackRun;
import dev.pancap.spark.SparkSessions;
import dev.pancap.store.pack.PackManifest;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pancap pack}: many small pictures and masks into few large files. */
@Command(
    name = "pack",
    mixinStandardHelpOptions = true,
    description = {
      "Copies pictures and masks into Parquet files of 64 to 128 MB, so that a bucket is asked for few",
      "large stretches and not for hundreds of thousands of small files. build, plan, prompt, nightly",
      "and export read the pack in place of the folders; captions, keys and releases are the same. A",
      "picture that is missing or too large is in the pack as what it is, with its reason.",
      "A pack is not changed: when pictures have come or gone, pack into a new folder."
    },
    footer = {
      "",
      "Example:",
      "  pancap pack --images s3a://bucket/train2017 --masks s3a://bucket/panoptic_train2017 \\",
      "      --annotations s3a://bucket/panoptic_train2017.json --out s3a://bucket/packed",
      "  pancap build --packed s3a://bucket/packed --out s3a://bucket/dataset",
      "Its folder holds data/*.parquet, annotations.json and, written last, pack.json;",
      "pancap verify --packed reads all of it back. Sizes: pack.shard-bytes, pack.row-group-bytes."
    })
public final class PackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions settings;

  @Mixin private SummaryOptions summary;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "Folder of pictures: a local path, hdfs:// or s3a://.")
  private String images = "";

  @Option(
      names = "--masks",
      required = true,
      paramLabel = "DIR",
      description = "Folder of panoptic PNGs.")
  private String masks = "";

  @Option(
      names = "--annotations",
      required = true,
      paramLabel = "FILE",
      description = "COCO panoptic JSON, also as COCONut's downloader writes it.")
  private String annotations = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write: a new folder, or an empty one; s3a:// too.")
  private String out = "";

  @Mixin private MasterOption master;

  /** What {@code --json} prints. */
  record Summary(
      long images,
      long packed,
      Map<String, Long> setAside,
      Map<String, Long> faults,
      long files,
      long bytes,
      double seconds,
      String out) {}

  @Override
  public Integer call() throws IOException {
    PancapConfig config = settings.read();
    long start = System.nanoTime();
    PackManifest pack;
    try (SparkSessions.Session session = master.open()) {
      pack =
          new PackRun(session.spark(), new PackRun.Input(images, masks, annotations), out, config)
              .run(spec.commandLine().getErr(), Clock.systemUTC());
    }
    Summary done =
        new Summary(
            pack.rows() + pack.setAside().values().stream().mapToLong(Long::longValue).sum(),
            pack.rows(),
            pack.setAside(),
            pack.faults(),
            pack.shards().size(),
            pack.shards().stream().mapToLong(PackManifest.Shard::bytes).sum(),
            Math.round((System.nanoTime() - start) / 1e6) / 1000.0,
            out);
    summary.print(done, text(done));
    return 0;
  }

  private static String text(Summary done) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%,d images, %,d of them packed into %,d files of %,d bytes, read back and equal, in %.1f s",
        done.images,
        done.packed,
        done.files,
        done.bytes,
        done.seconds);
    done.setAside.forEach(
        (reason, count) ->
            line(text, "  not packed, by its annotation  %-24s %,8d", reason, count));
    done.faults.forEach(
        (reason, count) ->
            line(text, "  packed with its reason         %-24s %,8d", reason, count));
    text.append("Build from it:  pancap build --packed ").append(done.out).append(" --out …");
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
