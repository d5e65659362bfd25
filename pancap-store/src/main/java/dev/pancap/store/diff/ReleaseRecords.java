package dev.pancap.store.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stands beside the rows of a release: its statistics, and the record of its run. */
final class ReleaseRecords {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReleaseFolder releases;

  ReleaseRecords(ReleaseFolder releases) {
    this.releases = releases;
  }

  /** Rejections by reason; empty where the release has no statistics. */
  Map<String, Long> quarantine(String version) throws IOException {
    Map<String, Long> reasons = new TreeMap<>();
    Optional<String> statistics = releases.statistics(version);
    if (statistics.isPresent()) {
      JSON.readTree(statistics.get())
          .path("quarantine")
          .properties()
          .forEach(reason -> reasons.put(reason.getKey(), reason.getValue().asLong()));
    }
    return reasons;
  }

  /** What its run asked and spent, as far as the run left a record. */
  ReleaseDiff.Spending spending(String version) throws IOException {
    Optional<ReleaseManifest> manifest = releases.manifest(version);
    Optional<String> run =
        manifest.isEmpty() ? Optional.empty() : releases.run(manifest.get().runId());
    if (run.isEmpty()) {
      return ReleaseDiff.Spending.UNKNOWN;
    }
    JsonNode summary = JSON.readTree(run.get()).path("summary");
    JsonNode tokens = summary.path("tokens");
    JsonNode cost = summary.path("cost");
    return new ReleaseDiff.Spending(
        summary.path("requests").asLong(),
        tokens.path("prompt_tokens").asLong(),
        tokens.path("completion_tokens").asLong(),
        cost.path("amount").isMissingNode()
            ? ""
            : cost.path("amount").asText() + " " + cost.path("currency").asText());
  }
}
