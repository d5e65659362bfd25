package dev.pancap.export;

import dev.pancap.config.ConfigException;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseManifest;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.pack.PackFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The export of one release in one format: parts, one a data file, that any machine may write in
 * any order, and their assembly. {@code export.json} comes last: without it there is no export.
 *
 * @param release the root of the release
 * @param out the folder to write to
 * @param parts the data files
 * @param pictures where the pictures are that the release does not hold
 */
public record ReleaseExport(
    String release,
    String out,
    List<ReleaseManifest.DataFile> parts,
    ExportSettings settings,
    PicturePlace pictures)
    implements Serializable {
  public ReleaseExport {
    parts = List.copyOf(parts);
  }

  /**
   * Makes the folder ready.
   *
   * @throws ConfigException if something lies there, the release lacks what the format needs, or
   *     there is no such pack
   */
  public void prepare(Configuration hadoop) throws IOException {
    ConfigException.check(
        !settings.format().needsSceneGraphs() || OpenRelease.hasSceneGraphs(release, parts, hadoop),
        "--format %s wants scene graphs, which release %s lacks: build it with --with-scene-graph",
        settings.format().option(),
        release);
    if (pictures.pack() != null) {
      // Whether there is one is to be said now, not by the tasks.
      PackFolder.of(pictures.pack(), hadoop).manifest();
    }
    ExportFolder.prepare(out, hadoop);
  }

  /** Writes what one data file becomes, and reads its files back. */
  public PartResult writePart(int part, Configuration hadoop) throws IOException {
    ReleaseManifest.DataFile data = parts.get(part);
    Path file = new Path(release, data.path());
    try (PartWriter to = new PartWriter(new Path(out), part, hadoop);
        ExportPictures files = ExportPictures.open(pictures, hadoop);
        ReleaseFile.Reader rows = ReleaseFile.reader(file, hadoop)) {
      try (Exporter exporter = settings.format().exporter(this, part, files, to)) {
        for (ReleaseRow row = rows.read(); row != null; row = rows.read()) {
          exporter.write(row, to);
          to.countImage();
        }
      }
      PartResult result = to.result();
      if (result.images() != data.rows()) {
        throw new IOException(
            "%s has %d rows, its manifest says %d: the release is damaged, see pancap verify"
                .formatted(file, result.images(), data.rows()));
      }
      readBack(result, hadoop);
      return result;
    }
  }

  /** Where the files were written there they are read: a driver alone would take as long as all. */
  private void readBack(PartResult result, Configuration hadoop) throws IOException {
    for (ExportedFile file : result.files()) {
      Path path = new Path(out, file.path());
      long records = isPicture(file) ? 1 : RecordCounts.of(path, hadoop);
      if (!ExportFolder.readBack(path, file.path(), records, hadoop).equals(file)) {
        throw new IOException(path + " does not read back as written");
      }
    }
  }

  private static boolean isPicture(ExportedFile file) {
    return file.path().endsWith(".png");
  }

  /** Shards that the data files before this one fill. */
  long shardsBefore(int part) {
    long size = settings.shardSize();
    return parts.subList(0, part).stream().mapToLong(file -> (file.rows() + size - 1) / size).sum();
  }

  /**
   * Puts the outputs together and completes the export.
   *
   * @param results of all parts, in their order
   */
  public ExportManifest finish(
      ReleaseManifest source, List<PartResult> results, Configuration hadoop) throws IOException {
    Path folder = new Path(out);
    FileSystem fileSystem = ExportFolder.fileSystem(folder, hadoop);
    List<ExportedFile> main = new ArrayList<>();
    for (AssembledFile file : settings.format().assembled(settings)) {
      main.add(assemble(file, results, hadoop));
    }
    List<ExportedFile> all = new ArrayList<>(main);
    Map<String, Long> counters = new TreeMap<>();
    long images = 0;
    for (PartResult result : results) {
      all.addAll(result.files());
      result.files().stream().filter(file -> !isPicture(file)).forEach(main::add);
      result.counters().forEach((name, count) -> counters.merge(name, count, Long::sum));
      images += result.images();
    }
    fileSystem.delete(new Path(folder, PartWriter.PARTS), /* recursive= */ true);
    ExportFolder written = new ExportFolder(folder, hadoop);
    return written.complete(
        new ExportManifest(
            settings.format().option(),
            source.version(),
            source.contentHash(),
            settings.seed(),
            images,
            counters,
            main,
            all.size(),
            ""),
        all,
        results.stream()
            .flatMap(result -> result.files().stream())
            .map(ExportedFile::path)
            .collect(Collectors.toSet()));
  }

  private ExportedFile assemble(AssembledFile file, List<PartResult> results, Configuration hadoop)
      throws IOException {
    Path folder = new Path(out);
    FileSystem fileSystem = ExportFolder.fileSystem(folder, hadoop);
    long records = 0;
    SummedOutput to = new SummedOutput(fileSystem.create(new Path(folder, file.path()), true));
    try (to) {
      for (AssembledFile.Piece piece : file.pieces()) {
        if (piece instanceof AssembledFile.Piece.Fixed fixed) {
          to.write(fixed.bytes());
        } else if (piece instanceof AssembledFile.Piece.Section section) {
          records = 0;
          for (int part = 0; part < results.size(); part++) {
            long inPart = results.get(part).sections().getOrDefault(section.name(), 0L);
            if (inPart == 0) {
              continue;
            }
            if (records > 0) {
              to.write(section.separator().getBytes(StandardCharsets.US_ASCII));
            }
            records += inPart;
            copy(PartWriter.sectionFile(folder, section.name(), part), fileSystem, to);
          }
        }
      }
    }
    return new ExportedFile(file.path(), records, to.bytes(), to.sha256());
  }

  private static void copy(Path from, FileSystem files, SummedOutput to) throws IOException {
    try (InputStream in = files.open(from)) {
      in.transferTo(to);
    }
  }
}
