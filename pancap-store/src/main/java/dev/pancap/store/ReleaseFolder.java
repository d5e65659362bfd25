package dev.pancap.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The releases of an output folder: {@code releases/<version>/…}, and {@code CURRENT}, which names
 * the one that readers take. A release is complete when its manifest is there, and current when
 * {@code CURRENT} says so; it is never changed.
 */
public final class ReleaseFolder {
  /** The file that names the current release. */
  public static final String CURRENT = "CURRENT";

  private static final String MANIFEST = "manifest.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final FileSystem files;
  private final Path out;
  private final Configuration hadoop;

  private ReleaseFolder(FileSystem files, Path out, Configuration hadoop) {
    this.files = files;
    this.out = out;
    this.hadoop = hadoop;
  }

  /**
   * @param outputDir the {@code --out} folder of {@code build}; it need not exist
   * @throws IOException if the file system cannot be reached
   */
  public static ReleaseFolder open(String outputDir, Configuration hadoop) throws IOException {
    Path out = new Path(outputDir);
    return new ReleaseFolder(out.getFileSystem(hadoop), out, hadoop);
  }

  /** Where a version lies. */
  public Path path(String version) {
    return new Path(out, "releases/" + version);
  }

  /** The version that readers take, or empty before the first release. */
  public Optional<String> current() throws IOException {
    return text(new Path(out, CURRENT)).map(String::strip);
  }

  /** All complete releases, the oldest first. */
  public List<String> versions() throws IOException {
    Path releases = new Path(out, "releases");
    if (!files.exists(releases)) {
      return List.of();
    }
    FileStatus[] found = files.listStatus(releases);
    return Arrays.stream(found)
        .filter(FileStatus::isDirectory)
        .map(status -> status.getPath().getName())
        .filter(this::isComplete)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  /** The manifest of a version, or empty if there is no such complete release. */
  public Optional<ReleaseManifest> manifest(String version) throws IOException {
    Optional<String> text = text(new Path(path(version), MANIFEST));
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(JSON.readValue(text.get(), ReleaseManifest.class));
  }

  /** The figures of a release as JSON, or empty if it has none. */
  public Optional<String> statistics(String version) throws IOException {
    return text(new Path(path(version), "statistics.json"));
  }

  /** The record of a run, {@code run.json}, or empty if it left none. */
  public Optional<String> run(String runId) throws IOException {
    return text(new Path(out, "runs/" + runId + "/run.json"));
  }

  /**
   * Completes a release: after this call it can be made current. What killed tasks left half
   * written in it goes.
   */
  public void complete(ReleaseManifest manifest) throws IOException {
    for (String folder : List.of("data", "review")) {
      WholeFile.removeUnfinished(files, new Path(path(manifest.version()), folder));
    }
    write(path(manifest.version()), MANIFEST, JSON.writeValueAsString(manifest) + "\n");
  }

  /** Writes a small text file into a release that is not complete yet. */
  public void write(Path folder, String name, String text) throws IOException {
    try (OutputStream to = files.create(new Path(folder, name), /* overwrite= */ true)) {
      to.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads a data file back: its length and the sum of its bytes, and its rows counted one by one.
   *
   * @param relative its path in the release
   */
  public static ReleaseManifest.DataFile readBack(
      Path release, String relative, Configuration hadoop) throws IOException {
    Path file = new Path(release, relative);
    long rows = 0;
    try (ReleaseFile.Reader reader = ReleaseFile.reader(file, hadoop)) {
      while (reader.read() != null) {
        rows++;
      }
    }
    return sum(release, relative, rows, hadoop);
  }

  /**
   * Reads a file's bytes back, and sums them.
   *
   * @param relative its path in the release
   * @param rows that it is known to have
   */
  public static ReleaseManifest.DataFile sum(
      Path release, String relative, long rows, Configuration hadoop) throws IOException {
    Path file = new Path(release, relative);
    MessageDigest digest = sha256();
    long bytes = 0;
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        bytes += n;
      }
    }
    return new ReleaseManifest.DataFile(
        relative, rows, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Moves the pointer. Readers see the old version or the new one, and nothing else.
   *
   * @throws IOException if there is no such complete release, or somebody else moved the pointer
   *     since it was looked at
   */
  public void makeCurrent(String version) throws IOException {
    if (!isComplete(version)) {
      throw new IOException("There is no complete release " + version + " under " + out);
    }
    SwapFile pointer = SwapFile.of(new Path(out, CURRENT), hadoop);
    if (!pointer.swap(pointer.read(), version + "\n")) {
      throw new IOException(
          "Somebody else has just moved %s/%s; look at it and promote the release you want"
              .formatted(out, CURRENT));
    }
  }

  /**
   * Removes the oldest releases, the current one never, and folders of releases that were never
   * completed.
   *
   * @param keep how many complete releases stay, the current one among them
   * @return the names of what was removed
   */
  public List<String> prune(int keep) throws IOException {
    Path releases = new Path(out, "releases");
    if (!files.exists(releases)) {
      return List.of();
    }
    List<String> complete = versions();
    String current = current().orElse("");
    Set<String> stay =
        new HashSet<>(complete.subList(Math.max(0, complete.size() - keep), complete.size()));
    if (!stay.contains(current) && stay.size() >= keep) {
      stay.remove(complete.get(complete.size() - keep));
    }
    stay.add(current);
    List<String> removed = new ArrayList<>();
    for (FileStatus status : files.listStatus(releases)) {
      if (!stay.contains(status.getPath().getName())) {
        files.delete(status.getPath(), /* recursive= */ true);
        removed.add(status.getPath().getName());
      }
    }
    removed.sort(Comparator.naturalOrder());
    return removed;
  }

  /** Whether a release was written to its end. */
  public boolean isComplete(String version) {
    try {
      return files.exists(new Path(path(version), MANIFEST));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at release " + version, e);
    }
  }

  private Optional<String> text(Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
