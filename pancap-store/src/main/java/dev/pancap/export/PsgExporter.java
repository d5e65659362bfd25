package dev.pancap.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Scene graphs as a submission to OpenPSG (github.com/Jingkang50/OpenPSG): {@code relation.json}
 * with an entry an image, and the masks in {@code panseg/}. Classes and predicates are numbered
 * from 1: COCO's 133 things before stuff, and OpenPSG's 56 predicates. A relation whose words
 * OpenPSG does not have is left out and counted.
 */
final class PsgExporter implements Exporter {
  private static final String SECTION = "psg";

  /** In the order of OpenPSG's {@code predicate_classes}. */
  static final List<String> PREDICATES =
      List.of(
          "over",
          "in front of",
          "beside",
          "on",
          "in",
          "attached to",
          "hanging from",
          "on back of",
          "falling off",
          "going down",
          "painted on",
          "walking on",
          "running on",
          "crossing",
          "standing on",
          "lying on",
          "sitting on",
          "flying over",
          "jumping over",
          "jumping from",
          "wearing",
          "holding",
          "carrying",
          "looking at",
          "guiding",
          "kissing",
          "eating",
          "drinking",
          "feeding",
          "biting",
          "catching",
          "picking",
          "playing with",
          "chasing",
          "climbing",
          "cleaning",
          "playing",
          "touching",
          "pushing",
          "pulling",
          "opening",
          "cooking",
          "talking to",
          "throwing",
          "slicing",
          "driving",
          "riding",
          "parked on",
          "driving on",
          "about to hit",
          "kicking",
          "swinging",
          "entering",
          "exiting",
          "enclosing",
          "leaning on");

  /** Words of ours that OpenPSG has others for; its "touching" is something that a person does. */
  private static final Map<String, String> THEIRS =
      Map.of(
          "above", "over",
          "left of", "beside",
          "next to", "beside",
          "near", "beside",
          "inside", "in",
          "on top of", "on",
          "touching", "beside");

  private static final Map<Integer, Integer> CLASSES = classes();

  private static Map<Integer, Integer> classes() {
    Map<Integer, Integer> numbers = new HashMap<>();
    CategoryTable table = CategoryTable.coco();
    for (boolean isThing : new boolean[] {true, false}) {
      for (Category category : table.all()) {
        if (category.isThing() == isThing) {
          numbers.put(category.id(), numbers.size() + 1);
        }
      }
    }
    return numbers;
  }

  @Override
  public void write(ReleaseRow row, PartWriter to) throws IOException {
    JsonNode graph = SceneGraphRow.of(row);
    String mask = String.format(Locale.ROOT, "%012d.png", row.imageId());
    to.file("panseg/" + mask, RowMasks.png(row));
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("image_id", Long.toString(row.imageId())).put("pan_seg_file_name", mask);
    ArrayNode segments = entry.putArray("segments_info");
    Map<Integer, Integer> indexOf = new HashMap<>();
    for (ReleaseRow.ReleaseSegment segment : row.segments()) {
      indexOf.put(segment.mark(), indexOf.size());
      segments
          .addObject()
          .put("id", segment.segmentId())
          .put("category_id", CLASSES.getOrDefault(segment.categoryId(), 0));
    }
    ArrayNode relations = entry.putArray("relations");
    for (JsonNode relation : graph.get("relations")) {
      String said = relation.get("predicate").asText();
      int predicate = PREDICATES.indexOf(THEIRS.getOrDefault(said, said)) + 1;
      if (predicate == 0) {
        to.count("relations left out: " + said);
        continue;
      }
      to.count("relations");
      relations
          .addArray()
          .add(indexOf.get(relation.get("subject").intValue()))
          .add(indexOf.get(relation.get("object").intValue()))
          .add(predicate);
    }
    to.record(SECTION, entry.toString());
  }

  static List<AssembledFile> assembled() {
    return List.of(AssembledFile.jsonArray("relation.json", SECTION));
  }
}
