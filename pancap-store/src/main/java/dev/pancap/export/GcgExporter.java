package dev.pancap.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * GLaMM's grounded conversations in the shape of GranD-f: phrases are keys, with their span in the
 * caption and the run lengths of their masks. As a phrase can be a key but once, a later one of the
 * same words is left out and counted.
 */
final class GcgExporter implements Exporter {
  private static final String SECTION = "gcg";

  @Override
  public void write(ReleaseRow row, PartWriter to) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("image_id", row.imageId()).put("file_name", row.fileName());
    json.put("height", row.height()).put("width", row.width()).put("caption", row.caption());
    ObjectNode groundings = json.putObject("groundings");
    Map<Integer, ReleaseRow.ReleaseSegment> byMark = RowText.byMark(row);
    for (PhraseGroup group : RowText.groups(row)) {
      if (groundings.has(group.phrase())) {
        to.count("repeated phrases left out");
        continue;
      }
      to.count("phrases");
      ObjectNode entry = groundings.putObject(group.phrase());
      entry.putArray("token_positives").add(group.start()).add(group.end());
      ArrayNode masks = entry.putArray("rle_masks");
      for (int mark : group.markIds()) {
        ObjectNode holder = JsonNodeFactory.instance.objectNode();
        RowMasks.addRle(holder, "rle", RowText.segment(byMark, mark, row));
        masks.add(holder.get("rle"));
      }
    }
    to.record(SECTION, json.toString());
  }

  static List<AssembledFile> assembled(String split) {
    return List.of(AssembledFile.jsonArray("gcg_" + split + ".json", SECTION));
  }
}
