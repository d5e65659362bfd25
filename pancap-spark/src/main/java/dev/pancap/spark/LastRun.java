package dev.pancap.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.pancap.config.ConfigReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Compares the settings of a build with those of the last run beside it. */
final class LastRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new YAMLMapper();

  /** Settings on which no answer depends. */
  private static final Pattern WITHOUT_EFFECT =
      Pattern.compile(
          "model\\.max-reasks|model\\.openai\\.(base-url|dialect|max-in-flight|timeout|deadline"
              + "|max-attempts|max-retry-delay|give-up-after|max-response-bytes"
              + "|requests-per-minute|tokens-per-minute|max-requests|max-cost|prices)"
              + "|model\\.djl\\.(workers|threads|batch-size|max-batch-tokens)");

  private final HadoopSettings hadoop;
  private final BuildRequest request;

  LastRun(HadoopSettings hadoop, BuildRequest request) {
    this.hadoop = hadoop;
    this.request = request;
  }

  /**
   * Images of which something is asked again.
   *
   * @param corrected those that people have corrected
   */
  record Again(long images, long corrected) {}

  /** Why something is asked again; one line each. */
  List<String> reasons(Again again) throws IOException {
    if (again.images() == 0) {
      return List.of();
    }
    List<String> reasons = new ArrayList<>(changes());
    long unexplained = reasons.isEmpty() ? again.images() - again.corrected() : 0;
    if (again.corrected() > 0) {
      reasons.add("corrections by people, of %,d image(s)".formatted(again.corrected()));
    }
    if (unexplained > 0) {
      reasons.add("other pictures, masks or annotations, of %,d image(s)".formatted(unexplained));
    }
    return reasons;
  }

  /** What has changed since, as far as settings and prompts tell it. */
  private List<String> changes() throws IOException {
    Path runs = new Path(request.outputDir(), "runs");
    FileSystem files = runs.getFileSystem(hadoop.configuration());
    Path last = last(files, runs);
    if (last == null) {
      return List.of("no earlier run is recorded here: the journal is another build's");
    }
    JsonNode record;
    try (InputStream in = files.open(last)) {
      record = JSON.readTree(in);
    }
    List<String> changes = new ArrayList<>();
    Map<String, String> before = flat(record.path("config").asText());
    Map<String, String> now = flat(ConfigReader.write(request.config()));
    now.forEach(
        (name, value) -> {
          boolean counts = name.startsWith("model.") || name.startsWith("overlay.");
          if (counts && !WITHOUT_EFFECT.matcher(name).matches()) {
            String old = before.getOrDefault(name, "(not set)");
            if (!old.equals(value)) {
              changes.add("%s: %s, was %s".formatted(name, value, old));
            }
          }
        });
    String prompts = record.path("versions").path("prompts").asText();
    if (!prompts.equals(request.prompts().version())) {
      changes.add(
          "the prompts: version %s, was %s".formatted(request.prompts().version(), prompts));
    }
    return changes;
  }

  private static @Nullable Path last(FileSystem files, Path runs) throws IOException {
    Path last = null;
    try {
      for (FileStatus run : files.listStatus(runs)) {
        Path record = new Path(run.getPath(), "run.json");
        // Names sort by time.
        boolean later = last == null || record.compareTo(last) > 0;
        if (later && files.exists(record)) {
          last = record;
        }
      }
    } catch (FileNotFoundException none) {
      return null;
    }
    return last;
  }

  private static Map<String, String> flat(String yaml) throws IOException {
    Map<String, String> values = new TreeMap<>();
    flatten("", YAML.readTree(yaml), values);
    return values;
  }

  private static void flatten(String name, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      name.isEmpty() ? entry.getKey() : name + "." + entry.getKey(),
                      entry.getValue(),
                      values));
    } else {
      values.put(name, node.toString());
    }
  }
}
