package dev.pancap.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Takes what one data file of a release becomes: records for sections, which are put together when
 * all parts are done, and complete files. A part that is written again replaces the first try.
 */
final class PartWriter implements Closeable {
  /** The folder of sections; it is gone when the export is complete. */
  static final String PARTS = "_parts";

  static final String SEPARATOR = ",\n";

  private final Path out;
  private final int part;
  private final FileSystem fileSystem;
  private final Map<String, OutputStream> open = new TreeMap<>();
  private final Map<String, Long> sections = new TreeMap<>();
  private final Map<String, Long> counters = new TreeMap<>();
  private final List<ExportedFile> files = new ArrayList<>();
  private long images;

  PartWriter(Path out, int part, Configuration hadoop) throws IOException {
    this.out = out;
    this.part = part;
    this.fileSystem = ExportFolder.fileSystem(out, hadoop);
  }

  static Path sectionFile(Path out, String section, int part) {
    return new Path(out, "%s/%s/%05d".formatted(PARTS, section, part));
  }

  int part() {
    return part;
  }

  /** Adds a record to a JSON section. */
  void record(String section, String json) throws IOException {
    OutputStream stream = stream(section);
    if (sections.merge(section, 1L, Long::sum) > 1) {
      stream.write(SEPARATOR.getBytes(StandardCharsets.US_ASCII));
    }
    stream.write(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds bytes to a section of bytes. */
  void raw(String section, byte[] bytes) throws IOException {
    stream(section).write(bytes);
    sections.merge(section, 1L, Long::sum);
  }

  /** Writes a complete file of one record. */
  void file(String path, byte[] content) throws IOException {
    SummedOutput to = create(path);
    try (to) {
      to.write(content);
    }
    add(path, 1, to);
  }

  /** Creates a file that {@link #add} has to be told of once it is closed. */
  SummedOutput create(String path) throws IOException {
    return new SummedOutput(fileSystem.create(new Path(out, path), /* overwrite= */ true));
  }

  void add(String path, long records, SummedOutput written) {
    files.add(new ExportedFile(path, records, written.bytes(), written.sha256()));
  }

  void add(ExportedFile file) {
    files.add(file);
  }

  Path out() {
    return out;
  }

  void count(String counter) {
    counters.merge(counter, 1L, Long::sum);
  }

  void countImage() {
    images++;
  }

  PartResult result() {
    return new PartResult(images, sections, files, counters);
  }

  private OutputStream stream(String section) throws IOException {
    OutputStream known = open.get(section);
    if (known == null) {
      known = fileSystem.create(sectionFile(out, section, part), /* overwrite= */ true);
      open.put(section, known);
    }
    return known;
  }

  @Override
  public void close() throws IOException {
    for (OutputStream stream : open.values()) {
      stream.close();
    }
  }
}
