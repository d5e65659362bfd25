package dev.pancap.spark.lineage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An event as OpenLineage 2-0-2 defines it (https://openlineage.io/spec/2-0-2/OpenLineage.json).
 *
 * @param eventTime ISO-8601 with a zone
 */
record RunEvent(
    Type eventType,
    String eventTime,
    String producer,
    @JsonProperty("schemaURL") String schemaUrl,
    Run run,
    Job job,
    List<Data> inputs,
    List<Data> outputs) {

  enum Type {
    START,
    COMPLETE,
    FAIL
  }

  /**
   * @param runId a UUID, the same in all events of a run
   */
  record Run(String runId, Map<String, Object> facets) {}

  record Job(String namespace, String name) {}

  /** A data set, named as OpenLineage names files: by its store and its path in it. */
  record Data(String namespace, String name, Map<String, Object> facets) {

    static Data of(String path, Map<String, Object> facets) {
      URI uri = new org.apache.hadoop.fs.Path(path).toUri();
      if (uri.getAuthority() == null) {
        return new Data("file", uri.getPath(), facets);
      }
      String scheme = uri.getScheme().equals("s3a") ? "s3" : uri.getScheme();
      String name = uri.getPath();
      return new Data(
          scheme + "://" + uri.getAuthority(),
          scheme.equals("s3") && name.startsWith("/") ? name.substring(1) : name,
          facets);
    }
  }
}
