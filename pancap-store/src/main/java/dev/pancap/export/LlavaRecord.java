package dev.pancap.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.store.ReleaseRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One conversation of a LLaVA file: {@code id}, {@code image}, {@code conversations}, and what
 * other readers skip: the task and the map of tokens to masks.
 */
final class LlavaRecord {
  static final String IMAGE = "<image>\n";

  private final LlavaTask task;
  private final String id;
  private final ReleaseRow row;
  private final List<String> turns = new ArrayList<>();
  private final List<ReleaseRow.ReleaseSegment> segments = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();

  LlavaRecord(LlavaTask task, String suffix, ReleaseRow row) {
    this.task = task;
    this.id = String.format(Locale.ROOT, "%012d%s", row.imageId(), suffix);
    this.row = row;
  }

  LlavaTask task() {
    return task;
  }

  /** Adds a question and its answer. */
  LlavaRecord turn(String human, String gpt) {
    turns.add(human);
    turns.add(gpt);
    return this;
  }

  /** Says which mask a token of the text stands for. */
  LlavaRecord token(String token, ReleaseRow.ReleaseSegment segment) {
    tokens.add(token);
    segments.add(segment);
    return this;
  }

  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id);
    json.put("image", row.fileName());
    json.put("task", task.option());
    ArrayNode conversations = json.putArray("conversations");
    for (int i = 0; i < turns.size(); i++) {
      conversations
          .addObject()
          .put("from", i % 2 == 0 ? "human" : "gpt")
          .put("value", turns.get(i));
    }
    if (!tokens.isEmpty()) {
      ArrayNode map = json.putArray("segments");
      for (int i = 0; i < tokens.size(); i++) {
        ReleaseRow.ReleaseSegment segment = segments.get(i);
        ObjectNode entry =
            map.addObject()
                .put("token", tokens.get(i))
                .put("mark", segment.mark())
                .put("segment_id", segment.segmentId())
                .put("category_id", segment.categoryId())
                .put("is_thing", segment.isThing());
        RowMasks.addRle(entry, "segmentation", segment);
      }
    }
    return json.toString();
  }
}
