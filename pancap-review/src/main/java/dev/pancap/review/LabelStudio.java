package dev.pancap.review;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.caption.RegionLine;
import dev.pancap.edit.EditRecord;
import dev.pancap.edit.EditSpans;
import dev.pancap.edit.EditTarget;
import dev.pancap.model.RequestKey;
import dev.pancap.panoptic.Segment;
import dev.pancap.store.ReviewImage;
import java.io.IOException;
import java.io.Reader;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tasks for Label Studio and the answers that come back: the overlay picture with two text areas,
 * the region lines and the paragraph. Answers are joined on image id and content key, never on
 * Label Studio's own task id. An answer to texts that have changed since is laid on the texts that
 * its rater saw, and rebased like every edit.
 */
final class LabelStudio {
  /** The labelling configuration that goes with the tasks. */
  static final String CONFIG =
      """
      <View>
        <Image name="image" value="$overlay"/>
        <Image name="raw" value="$image"/>
        <TextArea name="regions" toName="image" value="$regions" rows="14" editable="true" maxSubmissions="1"/>
        <TextArea name="caption" toName="image" value="$caption" rows="12" editable="true" maxSubmissions="1"/>
        <Choices name="verdict" toName="image">
          <Choice value="ok"/>
          <Choice value="hallucination"/>
          <Choice value="bad_mask"/>
        </Choices>
      </View>
      """;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** {@code mark: Category - description}, as {@link RegionLine#text} writes it. */
  private static final Pattern LINE = Pattern.compile("\\s*(\\d{1,9})\\s*:\\s*(.*?)\\s+-\\s(.*)");

  private LabelStudio() {}

  /** Identifies the texts of an image, so that an answer to other texts is recognised. */
  static String contentKey(ReviewImage review) {
    RequestKey key =
        RequestKey.start()
            .with("image", review.image().imageId())
            .with("mask", review.image().maskFingerprint())
            .with("caption", review.caption());
    review.lines().forEach(line -> key.with("line", line.text()));
    return "sha256:" + key.hex();
  }

  /** Where the pictures of a task are, as Label Studio loads them. */
  record Pictures(String image, String overlay) {}

  static void writeTask(ReviewImage review, Pictures pictures, JsonGenerator to)
      throws IOException {
    String regions = regions(review);
    to.writeStartObject();
    to.writeObjectFieldStart("data");
    to.writeStringField("image", pictures.image());
    to.writeStringField("overlay", pictures.overlay());
    to.writeNumberField("image_id", review.image().imageId());
    to.writeStringField("content_key", contentKey(review));
    to.writeStringField("base_caption_sha", EditRecord.hashOf(review.caption()));
    to.writeStringField("regions", regions);
    to.writeStringField("caption", review.caption());
    to.writeEndObject();
    to.writeArrayFieldStart("predictions");
    to.writeStartObject();
    to.writeStringField("model_version", "pancap");
    to.writeArrayFieldStart("result");
    writeTextArea("regions", regions, to);
    writeTextArea("caption", review.caption(), to);
    to.writeEndArray();
    to.writeEndObject();
    to.writeEndArray();
    to.writeEndObject();
  }

  private static void writeTextArea(String name, String text, JsonGenerator to) throws IOException {
    to.writeStartObject();
    to.writeStringField("id", name);
    to.writeStringField("from_name", name);
    to.writeStringField("to_name", "image");
    to.writeStringField("type", "textarea");
    to.writeObjectFieldStart("value");
    to.writeArrayFieldStart("text");
    to.writeString(text);
    to.writeEndArray();
    to.writeEndObject();
    to.writeEndObject();
  }

  /** All segments in one text, a line each; a segment that the model skipped has no description. */
  static String regions(ReviewImage review) {
    Map<Integer, RegionLine> lines = new HashMap<>();
    review.lines().forEach(line -> lines.put(line.mark(), line));
    return review.image().segments().stream()
        .map(
            segment ->
                lines
                    .getOrDefault(
                        segment.mark(), new RegionLine(segment.mark(), segment.category(), ""))
                    .text())
        .collect(Collectors.joining("\n"));
  }

  /**
   * Reads an export of Label Studio, a JSON array of tasks, one task at a time.
   *
   * @throws IOException if it is no JSON array
   */
  static EditExchange.Imported read(
      Reader from, ReviewCatalog catalog, List<EditRecord> stored, long nowMillis)
      throws IOException {
    Set<Long> images = EditExchange.imageIds(catalog);
    Set<String> keys = EditExchange.keysOf(stored);
    EditExchange.Imported imported =
        new EditExchange.Imported(new ArrayList<>(), 0, new ArrayList<>());
    int known = 0;
    try (JsonParser parser = JSON.createParser(from)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException("A Label Studio export is a JSON array of tasks");
      }
      int number = 0;
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        number++;
        Task task = new Task(number, JSON.readTree(parser), nowMillis, imported.problems());
        for (EditRecord edit : task.edits(images, catalog)) {
          if (keys.add(edit.editKey())) {
            imported.edits().add(edit);
          } else {
            known++;
          }
        }
      }
    }
    return new EditExchange.Imported(imported.edits(), known, imported.problems());
  }

  /** One task of an export. */
  private record Task(int number, JsonNode json, long nowMillis, List<String> problems) {

    List<EditRecord> edits(Set<Long> images, ReviewCatalog catalog) throws IOException {
      JsonNode data = json.path("data");
      long imageId = data.path("image_id").asLong(Long.MIN_VALUE);
      if (!images.contains(imageId)) {
        return skip("image " + data.path("image_id").asText("?") + " is not in this release");
      }
      ReviewImage review = catalog.image(imageId).orElseThrow();
      Optional<JsonNode> annotation = newestAnnotation();
      if (annotation.isEmpty()) {
        return skip("nobody has answered it");
      }
      if (!data.path("content_key").asText().equals(contentKey(review))) {
        problems.add(
            "task %d: image %d has other texts by now; imported on the texts that its rater saw"
                .formatted(number, imageId));
      }
      return edits(review, data, annotation.get());
    }

    private List<EditRecord> edits(ReviewImage review, JsonNode data, JsonNode annotation) {
      Rater rater = new Rater(review.image().imageId(), name(annotation), time(annotation));
      List<EditRecord> edits = new ArrayList<>();
      String captionBase = data.path("caption").asText("");
      String caption = text(annotation, "caption");
      if (caption != null && !caption.equals(captionBase)) {
        try {
          CaptionCheck.check(caption, review.image());
          edits.add(rater.edit(0, EditTarget.CAPTION, captionBase, caption));
        } catch (InvalidEditException e) {
          problems.add(
              "task %d: the caption of image %d was not imported: %s"
                  .formatted(number, rater.imageId(), e.getMessage()));
        }
      }
      String regions = text(annotation, "regions");
      if (regions != null) {
        Map<Integer, String> before = lines(data.path("regions").asText(""));
        edits.addAll(lineEdits(review, before, lines(regions), rater));
      }
      switch (verdict(annotation)) {
        case "ok" ->
            edits.add(rater.edit(0, EditTarget.VERIFIED, review.caption(), review.caption()));
        case "bad_mask" ->
            problems.add(
                "task %d: image %d was judged to have a bad mask, but not which; mark it on the page"
                    .formatted(number, rater.imageId()));
        default -> {
          // No verdict, or a hallucination, which the changed texts show.
        }
      }
      return edits;
    }

    private List<EditRecord> lineEdits(
        ReviewImage review, Map<Integer, String> before, Map<Integer, String> after, Rater rater) {
      Map<Integer, Integer> segmentIds =
          review.image().segments().stream()
              .collect(Collectors.toMap(Segment::mark, Segment::segmentId));
      List<EditRecord> edits = new ArrayList<>();
      Set<Integer> marks = new TreeSet<>(before.keySet());
      marks.addAll(after.keySet());
      for (int mark : marks) {
        String old = before.getOrDefault(mark, "");
        String text = after.getOrDefault(mark, "");
        Integer segmentId = segmentIds.get(mark);
        if (segmentId == null) {
          problems.add(
              "task %d: the line of mark %d was not imported, image %d has no such mark"
                  .formatted(number, mark, rater.imageId()));
        } else if (!old.equals(text)) {
          edits.add(rater.edit(segmentId, EditTarget.REGION_LINE, old, text));
        }
      }
      return edits;
    }

    private Map<Integer, String> lines(String text) {
      Map<Integer, String> lines = new HashMap<>();
      for (String line : text.split("\n")) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          lines.put(Integer.valueOf(matcher.group(1)), matcher.group(3).strip());
        } else if (!line.isBlank()) {
          problems.add(
              "task %d: a line was not imported, it does not read 'mark: Category - description'"
                  .formatted(number));
        }
      }
      return lines;
    }

    private Optional<JsonNode> newestAnnotation() {
      return StreamSupport.stream(json.path("annotations").spliterator(), false)
          .filter(annotation -> !annotation.path("was_cancelled").asBoolean(false))
          .max((a, b) -> Long.compare(time(a), time(b)));
    }

    private long time(JsonNode annotation) {
      String text = annotation.path("updated_at").asText(annotation.path("created_at").asText(""));
      try {
        return OffsetDateTime.parse(text).toInstant().toEpochMilli();
      } catch (DateTimeParseException e) {
        return nowMillis;
      }
    }

    private static String name(JsonNode annotation) {
      JsonNode by = annotation.path("completed_by");
      String name = by.isObject() ? by.path("email").asText(by.path("id").asText("")) : by.asText();
      return name.isBlank() ? "label-studio" : name;
    }

    private static @Nullable String text(JsonNode annotation, String from) {
      for (JsonNode result : annotation.path("result")) {
        if (result.path("from_name").asText().equals(from)) {
          JsonNode texts = result.path("value").path("text");
          return texts.isArray()
              ? StreamSupport.stream(texts.spliterator(), false)
                  .map(JsonNode::asText)
                  .collect(Collectors.joining("\n"))
              : texts.asText("");
        }
      }
      return null;
    }

    private static String verdict(JsonNode annotation) {
      for (JsonNode result : annotation.path("result")) {
        if (result.path("from_name").asText().equals("verdict")) {
          return result.path("value").path("choices").path(0).asText("");
        }
      }
      return "";
    }

    private List<EditRecord> skip(String why) {
      problems.add("task %d: not imported, %s".formatted(number, why));
      return List.of();
    }
  }

  /** Who answered about an image, and when. */
  private record Rater(long imageId, String name, long answeredAtMillis) {

    EditRecord edit(int segmentId, EditTarget target, String base, String result) {
      return new EditRecord(
          imageId,
          segmentId,
          target,
          base,
          EditSpans.between(base, result),
          result,
          name,
          answeredAtMillis,
          "label-studio");
    }
  }
}
