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
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * What one run leaves behind for inspection: {@code runs/<id>/}.
 *
 * @param id sorts by time; unique, as two runs may start in one second
 */
record RunFolder(String id, String path) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  static RunFolder next(String outputDir, Clock clock) {
    String id = TIME.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    return new RunFolder(id, new Path(outputDir, "runs/" + id).toString());
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
