package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.export.ExportFolder;
import dev.pancap.export.OpenRelease;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.RunFailedException;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import dev.pancap.store.ReleaseManifest.DataFile;
import dev.pancap.store.pack.PackFolder;
import dev.pancap.store.pack.PackManifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap verify}: reads a release or an export back and compares it with its manifest. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a release, an export or a pack back: every file's sum, every record counted.",
      "Exit code 1 if anything is missing or differs."
    },
    footer = {
      "",
      "Examples:",
      "  pancap verify --release dataset",
      "  pancap verify --export llava",
      "  pancap verify --packed packed"
    })
public final class VerifyCommand implements Callable<Integer> {
  @Option(
      names = "--release",
      paramLabel = "DIR",
      description = "A release, or what build wrote to (then its current release); s3a:// too.")
  private @Nullable String release;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      split = ",",
      description = "What export wrote to; several with commas between.")
  private List<String> exports = List.of();

  @Option(names = "--packed", paramLabel = "DIR", description = "What pack wrote to; s3a:// too.")
  private @Nullable String packed;

  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(String verified, long files, long records, long bytes, List<String> faults) {}

  @Override
  public Integer call() throws IOException {
    long given =
        Stream.of(release != null, !exports.isEmpty(), packed != null).filter(x -> x).count();
    ConfigException.check(given == 1, "Give one of --release, --export and --packed");
    Configuration hadoop = HadoopSettings.ofProcess().configuration();
    List<String> broken = new ArrayList<>();
    if (release != null) {
      report(release, verifyRelease(OpenRelease.of(release, hadoop), hadoop), broken);
    }
    if (packed != null) {
      report(packed, verifyPack(PackFolder.of(packed, hadoop)), broken);
    }
    for (String export : exports) {
      report(export, new ExportFolder(new Path(export), hadoop).verify(), broken);
    }
    if (!broken.isEmpty()) {
      throw new RunFailedException(String.join("; ", broken));
    }
    return 0;
  }

  private void report(String name, ExportFolder.Verified found, List<String> broken) {
    summary.print(
        new Summary(name, found.files(), found.records(), found.bytes(), found.faults()),
        String.format(
            Locale.ROOT,
            "%s: %,d files, %,d records, %,d bytes read back, %d faults",
            name,
            found.files(),
            found.records(),
            found.bytes(),
            found.faults().size()));
    if (!found.faults().isEmpty()) {
      broken.add(
          "%s does not read back as it was written: %s"
              .formatted(name, String.join("; ", found.faults())));
    }
  }

  private static ExportFolder.Verified verifyPack(PackFolder pack) throws IOException {
    PackManifest manifest = pack.manifest();
    long bytes = manifest.shards().stream().mapToLong(PackManifest.Shard::bytes).sum();
    return new ExportFolder.Verified(
        1L + manifest.shards().size(),
        manifest.rows(),
        bytes + manifest.copy().bytes(),
        pack.faults());
  }

  private static ExportFolder.Verified verifyRelease(OpenRelease release, Configuration hadoop)
      throws IOException {
    List<String> faults = new ArrayList<>();
    long rows = 0;
    long bytes = 0;
    Path root = new Path(release.root());
    for (DataFile file : release.dataFiles()) {
      Optional<DataFile> found =
          compare(file, () -> ReleaseFolder.readBack(root, file.path(), hadoop), faults);
      rows += found.map(DataFile::rows).orElse(0L);
      bytes += found.map(DataFile::bytes).orElse(0L);
    }
    for (ReleaseManifest.FileContent content : release.manifest().contents()) {
      DataFile file = content.review();
      bytes +=
          compare(file, () -> ReleaseFolder.sum(root, file.path(), file.rows(), hadoop), faults)
              .map(DataFile::bytes)
              .orElse(0L);
    }
    if (faults.isEmpty() && rows != release.manifest().rows()) {
      faults.add("%d rows, the manifest says %d".formatted(rows, release.manifest().rows()));
    }
    int files = release.dataFiles().size() + release.manifest().contents().size();
    return new ExportFolder.Verified(files, rows, bytes, faults);
  }

  /** Reads a file back. */
  private interface ReadBack {
    DataFile read() throws IOException;
  }

  /** What a file of a release is found to be; a difference to its manifest is a fault. */
  private static Optional<DataFile> compare(DataFile file, ReadBack again, List<String> faults)
      throws IOException {
    try {
      DataFile found = again.read();
      if (!found.equals(file)) {
        faults.add(
            "%s has %d rows, %d bytes, sum %s; the manifest says %d rows, %d bytes, sum %s"
                .formatted(
                    file.path(),
                    found.rows(),
                    found.bytes(),
                    found.sha256(),
                    file.rows(),
                    file.bytes(),
                    file.sha256()));
      }
      return Optional.of(found);
    } catch (FileNotFoundException e) {
      faults.add(file.path() + " is missing");
    } catch (ChecksumException e) {
      faults.add(file.path() + " has other bytes than were written");
    }
    return Optional.empty();
  }
}
