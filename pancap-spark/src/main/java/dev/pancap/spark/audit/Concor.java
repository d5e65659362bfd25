package dev.pancap.spark.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.audit.AuditedCaption;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapFunction;

/**
 * A row of ConCor-1, as JSON: character spans, in code points, with instance ids. The caption is
 * given its tags back; a span that does not lie in the caption becomes a tag without an end, which
 * the audit finds.
 */
record Concor() implements MapFunction<String, AuditInput> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A phrase and its instances. */
  private record Span(int start, int end, String ids) {}

  @Override
  public AuditInput call(String row) throws IOException {
    JsonNode record = JSON.readTree(row);
    JsonMasks masks = new JsonMasks();
    List<Integer> ids = new ArrayList<>();
    for (Map.Entry<String, JsonNode> mask :
        JSON.readTree(record.path("masks_json").asText("{}")).properties()) {
      int id = Integer.parseInt(mask.getKey());
      masks.add(id, mask.getValue());
      ids.add(id);
    }
    return new AuditInput(
        0,
        record.path("image_id").asLong(),
        "",
        record.path("image_id").asText(),
        tagged(
            record.path("caption").asText(),
            JSON.readTree(record.path("groups_json").asText("[]"))),
        ids,
        ids.stream().map(id -> AuditedCaption.NO_CATEGORY).toList(),
        "",
        masks.found());
  }

  private static String tagged(String caption, JsonNode groups) {
    List<Span> spans = new ArrayList<>();
    for (JsonNode group : groups) {
      String ids =
          StreamSupport.stream(group.path("instance_ids").spliterator(), false)
              .map(JsonNode::asText)
              .collect(Collectors.joining(","));
      for (JsonNode span : group.path("char_spans")) {
        spans.add(new Span(span.path(0).asInt(), span.path(1).asInt(), ids));
      }
    }
    spans.sort(Comparator.comparingInt(Span::start));
    int length = caption.codePointCount(0, caption.length());
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (Span span : spans) {
      if (span.start() < at || span.end() <= span.start() || span.end() > length) {
        return caption + " <" + span.ids() + ": span " + span.start() + "-" + span.end();
      }
      text.append(part(caption, at, span.start()));
      text.append('<').append(span.ids()).append(": ");
      text.append(part(caption, span.start(), span.end())).append('>');
      at = span.end();
    }
    return text.append(part(caption, at, length)).toString();
  }

  private static String part(String text, int from, int to) {
    int start = text.offsetByCodePoints(0, from);
    return text.substring(start, text.offsetByCodePoints(start, to - from));
  }
}
