package dev.pancap.spark;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.config.ConfigReader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What one run leaves behind for inspection: {@code runs/<id>/}.
 *
 * @param id sorts by time; unique, as two runs may start in one second
 */
record RunFolder(String id, String path) {
  private static final List<String> TABLES = List.of("outcomes", "source");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  static RunFolder next(String outputDir, Clock clock) {
    String id = TIME.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    return of(outputDir, id);
  }

  /** The folder of a run that there was. */
  static RunFolder of(String outputDir, String id) {
    return new RunFolder(id, new Path(outputDir, "runs/" + id).toString());
  }

  /** Removes what was computed of its images. What it did, its report and its pages stay. */
  void removeTables(Configuration hadoop) throws IOException {
    for (String table : TABLES) {
      Path folder = new Path(path, table);
      folder.getFileSystem(hadoop).delete(folder, /* recursive= */ true);
    }
  }

  private record RunRecord(
      String run,
      BuildSummary summary,
      Map<String, OutcomeCounts.StageCounts> stages,
      String config,
      Map<String, String> versions) {}

  /** Writes {@code run.json}: counts, settings and versions. */
  void write(
      HadoopSettings hadoop, BuildRequest request, OutcomeCounts counts, BuildSummary summary)
      throws IOException {
    JsonMapper json =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    Path file = new Path(path, "run.json");
    try (OutputStream out = file.getFileSystem(hadoop.configuration()).create(file, true)) {
      json.writeValue(
          out,
          new RunRecord(
              id,
              summary,
              counts.stages(),
              ConfigReader.write(request.config()),
              Map.of(
                  "pancap", Versions.pancap(),
                  "prompts", request.prompts().version(),
                  "spark", Versions.spark(),
                  "java", Runtime.version().toString())));
    }
  }
}
