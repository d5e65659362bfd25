package dev.pancap.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.store.WholeFile;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** A written export: its list of sums, its manifest, and reading all of it back. */
public final class ExportFolder {
  static final String MANIFEST = "export.json";
  static final String SUMS = "SHA256SUMS";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private final Path folder;
  private final Configuration hadoop;
  private final FileSystem files;

  public ExportFolder(Path folder, Configuration hadoop) throws IOException {
    this.folder = folder;
    this.hadoop = hadoop;
    this.files = fileSystem(folder, hadoop);
  }

  /** What reading back found. */
  public record Verified(long files, long records, long bytes, List<String> faults) {
    public Verified {
      faults = List.copyOf(faults);
    }
  }

  /** Without Hadoop's checksum files beside each local file: an export has sums of its own. */
  static FileSystem fileSystem(Path path, Configuration hadoop) throws IOException {
    FileSystem found = path.getFileSystem(hadoop);
    return found instanceof LocalFileSystem local ? local.getRaw() : found;
  }

  /**
   * Makes a folder ready to be written to; what an export left that was cut off goes away.
   *
   * @throws ConfigException if something lies there
   */
  static void prepare(String out, Configuration hadoop) throws IOException {
    Path folder = new Path(out);
    FileSystem files = fileSystem(folder, hadoop);
    boolean free = !files.exists(folder) || files.listStatus(folder).length == 0;
    boolean unfinished =
        !free
            && files.exists(new Path(folder, PartWriter.PARTS))
            && !files.exists(new Path(folder, MANIFEST));
    ConfigException.check(
        free || unfinished, "--out %s is not empty: name a new folder, or empty this one", out);
    if (unfinished) {
      files.delete(folder, /* recursive= */ true);
    }
    files.mkdirs(new Path(folder, PartWriter.PARTS));
  }

  /**
   * Writes texts, sums and manifest, the manifest last.
   *
   * @param all files of the export but these
   * @param read files that were read back already, by path
   * @throws IOException if one of the others does not read back as written
   */
  ExportManifest complete(ExportManifest manifest, List<ExportedFile> all, Set<String> read)
      throws IOException {
    WholeFile.removeUnfinished(files, new Path(folder, ConcorExporter.FOLDER));
    List<ExportedFile> listed = new ArrayList<>(all);
    for (Map.Entry<String, String> text : ExportCard.files(manifest).entrySet()) {
      listed.add(write(text.getKey(), text.getValue(), 1));
    }
    listed.sort(Comparator.comparing(ExportedFile::path));
    StringBuilder sums = new StringBuilder();
    listed.forEach(
        file -> sums.append(file.sha256()).append("  ").append(file.path()).append('\n'));
    ExportedFile summed = write(SUMS, sums.toString(), listed.size());
    ExportManifest complete =
        new ExportManifest(
            manifest.format(),
            manifest.release(),
            manifest.releaseContentHash(),
            manifest.seed(),
            manifest.images(),
            manifest.counters(),
            manifest.files(),
            listed.size(),
            summed.sha256());
    List<String> faults = check(complete, new TreeMap<>(), read);
    if (!faults.isEmpty()) {
      throw new IOException("The export does not read back as written: " + faults.get(0));
    }
    write(MANIFEST, JSON.writeValueAsString(complete) + "\n", 1);
    return complete;
  }

  /** The manifest of a complete export. */
  public ExportManifest manifest() throws IOException {
    try (InputStream in = files.open(new Path(folder, MANIFEST))) {
      return JSON.readValue(in, ExportManifest.class);
    } catch (FileNotFoundException e) {
      throw new ConfigException(
          "--export %s is no complete export: it has no %s".formatted(folder, MANIFEST), e);
    }
  }

  /** Reads everything back: sums of all files, and the records of those that hold records. */
  public Verified verify() throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    ExportManifest manifest = manifest();
    List<String> faults = check(manifest, bytes, Set.of());
    return new Verified(
        bytes.size(),
        manifest.files().stream().mapToLong(ExportedFile::records).sum(),
        bytes.values().stream().mapToLong(Long::longValue).sum(),
        faults);
  }

  private List<String> check(ExportManifest manifest, Map<String, Long> bytes, Set<String> read)
      throws IOException {
    List<String> faults = new ArrayList<>();
    MessageDigest digest = SummedOutput.sha256Digest();
    long listed = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new DigestInputStream(files.open(new Path(folder, SUMS)), digest),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        listed++;
        if (!read.contains(line.substring(line.indexOf("  ") + 2))) {
          checkSum(line, bytes, faults);
        }
      }
    } catch (FileNotFoundException e) {
      return List.of(SUMS + " is missing");
    }
    if (listed != manifest.allFiles()
        || !HexFormat.of().formatHex(digest.digest()).equals(manifest.sumsSha256())) {
      faults.add(SUMS + " is not the one that was written");
    }
    if (faults.isEmpty()) {
      for (ExportedFile file : manifest.files()) {
        if (read.contains(file.path())) {
          continue;
        }
        long records = RecordCounts.of(new Path(folder, file.path()), hadoop);
        if (records != file.records()) {
          faults.add("%s: %d records, expected %d".formatted(file.path(), records, file.records()));
        }
      }
    }
    return faults;
  }

  private void checkSum(String line, Map<String, Long> bytes, List<String> faults)
      throws IOException {
    int gap = line.indexOf("  ");
    if (gap < 0 || line.contains("..")) {
      faults.add(SUMS + " has a line that is none: " + line);
      return;
    }
    String path = line.substring(gap + 2);
    MessageDigest digest = SummedOutput.sha256Digest();
    byte[] buffer = new byte[1 << 16];
    long length = 0;
    try (InputStream in = files.open(new Path(folder, path))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        length += n;
      }
    } catch (FileNotFoundException e) {
      faults.add(path + " is missing");
      return;
    }
    bytes.put(path, length);
    if (!HexFormat.of().formatHex(digest.digest()).equals(line.substring(0, gap))) {
      faults.add(path + " has other bytes than were written");
    }
  }

  /** A file that a library wrote, read for its length and sum. */
  static ExportedFile readBack(Path file, String path, long records, Configuration hadoop)
      throws IOException {
    SummedOutput sum = new SummedOutput(OutputStream.nullOutputStream());
    try (sum;
        InputStream in = file.getFileSystem(hadoop).open(file)) {
      in.transferTo(sum);
    }
    return new ExportedFile(path, records, sum.bytes(), sum.sha256());
  }

  private ExportedFile write(String path, String text, long records) throws IOException {
    SummedOutput to = new SummedOutput(files.create(new Path(folder, path), true));
    try (to) {
      to.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return new ExportedFile(path, records, to.bytes(), to.sha256());
  }
}
