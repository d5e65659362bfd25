package dev.pancap.spark.report;

import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.report.DatasetReport;
import dev.pancap.eval.report.ReportSource;
import dev.pancap.eval.report.ReportState;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes the report of a release, on any file system that Hadoop knows. */
public final class ReleaseReport {
  private static final String RELEASES = "releases";

  private ReleaseReport() {}

  /**
   * Writes the report.
   *
   * @param release a release, or the folder that {@code build} wrote to: then its current release
   * @param out the folder to write to, made if need be
   * @throws ConfigException if there is no release
   * @throws IOException if a file cannot be read or written
   */
  public static ReportState write(
      String release, String out, Configuration hadoop, LimitsConfig limits) throws IOException {
    Path root = root(release, hadoop);
    List<Path> files = dataFiles(root, hadoop);
    Path target = new Path(out);
    FileSystem targetFiles = target.getFileSystem(hadoop);
    java.nio.file.Path local = Files.createTempDirectory("pancap-report");
    try (ReleaseImages images = new ReleaseImages(files, hadoop)) {
      DatasetReport report = new DatasetReport(local);
      ReportState state = report.count(images);
      report.writeFigures(
          state,
          new ReportSource(nameOf(root), List.of()),
          new ReleasePictures(images, hadoop, limits));
      targetFiles.mkdirs(target);
      for (java.nio.file.Path file : filesIn(local)) {
        targetFiles.copyFromLocalFile(
            /* delSrc= */ true,
            /* overwrite= */ true,
            new Path(file.toUri()),
            new Path(target, file.getFileName().toString()));
      }
      return state;
    } finally {
      for (java.nio.file.Path file : filesIn(local)) {
        Files.delete(file);
      }
      Files.delete(local);
    }
  }

  /** The release itself, where the folder that {@code build} wrote to is given. */
  static Path root(String release, Configuration hadoop) throws IOException {
    ReleaseFolder folder = ReleaseFolder.open(release, hadoop);
    Optional<String> current = folder.current();
    return current.isPresent() ? folder.path(current.get()) : new Path(release);
  }

  private static List<java.nio.file.Path> filesIn(java.nio.file.Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** {@code <out>/releases/<version>} is called by both names. */
  private static String nameOf(Path release) {
    Path above = release.getParent();
    return above != null && above.getName().equals(RELEASES) && above.getParent() != null
        ? above.getParent().getName() + ", release " + release.getName()
        : release.getName();
  }

  /** The files that the manifest lists, or, without one, all Parquet files below. */
  static List<Path> dataFiles(Path root, Configuration hadoop) throws IOException {
    FileSystem files = root.getFileSystem(hadoop);
    ConfigException.check(files.exists(root), "%s does not exist", root);
    Path releases = root.getParent();
    if (releases != null && releases.getName().equals(RELEASES) && releases.getParent() != null) {
      Optional<ReleaseManifest> manifest =
          ReleaseFolder.open(releases.getParent().toString(), hadoop).manifest(root.getName());
      if (manifest.isPresent()) {
        return manifest.get().files().stream()
            .map(file -> new Path(root, file.path()))
            .filter(file -> file.getName().endsWith(".parquet"))
            .toList();
      }
    }
    List<Path> found = new ArrayList<>();
    Path data = new Path(root, "data");
    collect(files, files.exists(data) ? data : root, found);
    ConfigException.check(
        !found.isEmpty(),
        "%s is no release: it has neither CURRENT nor a manifest nor Parquet files",
        root);
    return found;
  }

  private static void collect(FileSystem files, Path folder, List<Path> found) throws IOException {
    FileStatus[] entries = files.listStatus(folder);
    Arrays.sort(entries, Comparator.comparing(FileStatus::getPath));
    for (FileStatus entry : entries) {
      String name = entry.getPath().getName();
      if (entry.isDirectory() && !name.startsWith("_") && !name.equals("review")) {
        collect(files, entry.getPath(), found);
      } else if (name.endsWith(".parquet")) {
        found.add(entry.getPath());
      }
    }
  }
}
