package dev.pancap.spark.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.journal.JournalEntry;
import dev.pancap.store.JournalReader;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** What builds leave in their {@code --out} on this machine, looked at from outside. */
record OutputFolder(Path path) {
  private static final Configuration HADOOP = new Configuration();
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String toString() {
    return path.toString();
  }

  /** Complete files of the journal; none while something is just being moved. */
  List<Path> journal() {
    return files("journal", "glob:**/*.gz");
  }

  /** Files of rows of all releases, complete or not. */
  List<Path> rows() {
    return files("releases", "glob:**/data/*.parquet");
  }

  private List<Path> files(String folder, String pattern) {
    Path in = path.resolve(folder);
    if (!Files.isDirectory(in)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(in)) {
      return found
          .filter(file -> file.getFileSystem().getPathMatcher(pattern).matches(file))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // one was renamed while it was looked at
    }
  }

  /** Every stored answer. */
  List<JournalEntry> answers() throws IOException {
    List<JournalEntry> answers = new ArrayList<>();
    for (String file : JournalReader.files(path.toString(), HADOOP)) {
      answers.addAll(JournalReader.read(file, HADOOP));
    }
    return answers;
  }

  /** Releases that are complete. */
  List<String> versions() throws IOException {
    return ReleaseFolder.open(path.toString(), HADOOP).versions();
  }

  /** The release that readers see. */
  String current() throws IOException {
    return ReleaseFolder.open(path.toString(), HADOOP).current().orElseThrow();
  }

  /** The data files that readers see: their paths, rows and SHA-256. */
  List<ReleaseManifest.DataFile> published() throws IOException {
    return Builds.published(path.toString(), HADOOP);
  }

  /** What the run that made the current release says of itself. */
  JsonNode runOfCurrent() throws IOException {
    ReleaseFolder releases = ReleaseFolder.open(path.toString(), HADOOP);
    String run = releases.manifest(current()).orElseThrow().runId();
    return JSON.readTree(releases.run(run).orElseThrow());
  }
}
