package dev.pancap.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.export.CocoPanopticExporter.CocoJson;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The JSON twins of PanoCaps: captions whose mask ids are positions, from 0, in the image's list of
 * masks, and the masks as COCO annotations in that order.
 */
final class PanoCapsExporter implements Exporter {
  private static final String IMAGES = "images";
  private static final String CAPTIONS = "captions";
  private static final String MASKS = "masks";

  @Override
  public void write(ReleaseRow row, PartWriter to) throws IOException {
    Map<Integer, Integer> positions = new HashMap<>();
    for (int i = 0; i < row.segments().size(); i++) {
      ReleaseRow.ReleaseSegment segment = row.segments().get(i);
      positions.put(segment.mark(), i);
      ObjectNode mask = CocoJson.segment(segment).put("id", CocoJson.annotationId(row, i));
      mask.put("image_id", row.imageId());
      RowMasks.addRle(mask, "segmentation", segment);
      to.record(MASKS, mask.put("thing_or_stuff", thingOrStuff(segment)).toString());
    }
    to.record(IMAGES, CocoJson.image(row).toString());
    ObjectNode caption = JsonNodeFactory.instance.objectNode();
    caption.put("id", row.imageId()).put("image_id", row.imageId()).put("caption", row.caption());
    caption.put("caption_ann", RowText.with(row, group -> tag(group, positions)));
    ArrayNode matched = caption.putArray("label_matched");
    ArrayNode labels = caption.putArray("labels");
    for (PhraseGroup group : RowText.groups(row)) {
      ObjectNode entry = matched.addObject();
      ArrayNode ids = entry.putArray("mask_ids");
      group.markIds().forEach(mark -> ids.add(positions.get(mark)));
      entry.put("txt_desc", group.phrase());
      labels.add(group.phrase());
    }
    to.record(CAPTIONS, caption.toString());
  }

  static List<AssembledFile> assembled(String split) {
    return List.of(
        AssembledFile.of(split + "_caption.json")
            .text("{\"images\":[")
            .records(IMAGES)
            .text("],\n\"annotations\":[")
            .records(CAPTIONS)
            .text("]}\n")
            .build(),
        AssembledFile.of(split + "_mask.json")
            .text("{\"images\":[")
            .records(IMAGES)
            .text("],\n\"annotations\":[")
            .records(MASKS)
            .text("],\n\"categories\":" + CocoJson.categories(category -> true) + "}\n")
            .build());
  }

  private static String tag(PhraseGroup group, Map<Integer, Integer> positions) {
    return group.markIds().stream()
        .map(mark -> String.valueOf(positions.get(mark)))
        .collect(Collectors.joining(",", "<", ":" + group.phrase() + ">"));
  }

  private static String thingOrStuff(ReleaseRow.ReleaseSegment segment) {
    return segment.isThing() ? "thing" : "stuff";
  }
}
