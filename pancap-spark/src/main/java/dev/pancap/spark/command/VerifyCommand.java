package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.export.ExportFolder;
import dev.pancap.export.OpenRelease;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.RunFailedException;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
      "Reads a release or an export back: every file's sum, every record counted.",
      "Exit code 1 if anything is missing or differs."
    },
    footer = {
      "",
      "Examples:",
      "  pancap verify --release dataset",
      "  pancap verify --export llava"
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

  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(String verified, long files, long records, long bytes, List<String> faults) {}

  @Override
  public Integer call() throws IOException {
    ConfigException.check(
        (release == null) == !exports.isEmpty(), "Give either --release or --export");
    Configuration hadoop = HadoopSettings.ofProcess().configuration();
    List<String> broken = new ArrayList<>();
    if (release != null) {
      report(release, verifyRelease(OpenRelease.of(release, hadoop), hadoop), broken);
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

  private static ExportFolder.Verified verifyRelease(OpenRelease release, Configuration hadoop)
      throws IOException {
    List<String> faults = new ArrayList<>();
    long rows = 0;
    long bytes = 0;
    for (ReleaseManifest.DataFile file : release.dataFiles()) {
      try {
        ReleaseManifest.DataFile found =
            ReleaseFolder.readBack(new Path(release.root()), file.path(), hadoop);
        rows += found.rows();
        bytes += found.bytes();
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
      } catch (FileNotFoundException e) {
        faults.add(file.path() + " is missing");
      } catch (ChecksumException e) {
        faults.add(file.path() + " has other bytes than were written");
      }
    }
    if (faults.isEmpty() && rows != release.manifest().rows()) {
      faults.add("%d rows, the manifest says %d".formatted(rows, release.manifest().rows()));
    }
    return new ExportFolder.Verified(release.dataFiles().size(), rows, bytes, faults);
  }
}
