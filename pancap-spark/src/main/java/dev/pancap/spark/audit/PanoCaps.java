package dev.pancap.spark.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;

/**
 * PanoCaps' records: tags name positions, from 0, in the image's list of masks. A function from a
 * row of its Parquet, as JSON.
 */
record PanoCaps() implements MapFunction<String, AuditInput> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public AuditInput call(String row) throws IOException {
    JsonNode record = JSON.readTree(row);
    List<JsonNode> masks = new ArrayList<>();
    record.path("mask_annotations").forEach(masks::add);
    return input(
        record.path("image_id").asLong(),
        record.path("file_name").asText(),
        record.path("caption_info").path("caption_ann").asText(),
        masks);
  }

  /** The records of {@code <split>_caption.json} and {@code <split>_mask.json}. */
  static List<AuditInput> twins(JsonNode captions, JsonNode masks) {
    Map<Long, List<JsonNode>> byImage = new HashMap<>();
    for (JsonNode mask : masks.path("annotations")) {
      byImage
          .computeIfAbsent(mask.path("image_id").asLong(), unseen -> new ArrayList<>())
          .add(mask);
    }
    List<AuditInput> inputs = new ArrayList<>();
    for (JsonNode caption : captions.path("annotations")) {
      long imageId = caption.path("image_id").asLong();
      inputs.add(
          input(
              imageId,
              caption.path("id").asText(),
              caption.path("caption_ann").asText(),
              byImage.getOrDefault(imageId, List.of())));
    }
    return inputs;
  }

  private static AuditInput input(long imageId, String path, String tagged, List<JsonNode> masks) {
    List<Integer> ids = new ArrayList<>();
    List<Integer> categories = new ArrayList<>();
    JsonMasks found = new JsonMasks();
    for (JsonNode mask : masks) {
      found.add(ids.size(), mask.path("segmentation"));
      ids.add(ids.size());
      categories.add(mask.path("category_id").asInt());
    }
    return new AuditInput(0, imageId, "", path, tagged, ids, categories, "", found.found());
  }
}
