package dev.pancap.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * COCO's panoptic layout as panopticapi reads it ({@code panoptic_<split>.json} and a PNG an image
 * in {@code panoptic_<split>/}), and what pycocotools reads of the same images: things with their
 * run lengths in {@code instances_<split>.json} and the plain captions in {@code
 * captions_<split>.json}. Format: cocodataset.org, "Data format".
 */
final class CocoPanopticExporter implements Exporter {
  private static final String IMAGES = "images";
  private static final String PANOPTIC = "panoptic";
  private static final String INSTANCES = "instances";
  private static final String CAPTIONS = "captions";
  private static final String INFO =
      "{\"info\":{\"description\":\"Exported by pancap\"},\"images\":[";

  private final String split;

  CocoPanopticExporter(String split) {
    this.split = split;
  }

  @Override
  public void write(ReleaseRow row, PartWriter to) throws IOException {
    String maskFile = String.format(Locale.ROOT, "%012d.png", row.imageId());
    to.file("panoptic_" + split + "/" + maskFile, RowMasks.png(row));
    to.record(IMAGES, CocoJson.image(row).toString());
    to.record(
        CAPTIONS,
        JsonNodeFactory.instance
            .objectNode()
            .put("id", row.imageId())
            .put("image_id", row.imageId())
            .put("caption", row.caption())
            .toString());
    ObjectNode annotation = JsonNodeFactory.instance.objectNode();
    annotation.put("image_id", row.imageId()).put("file_name", maskFile);
    ArrayNode segments = annotation.putArray("segments_info");
    for (int i = 0; i < row.segments().size(); i++) {
      ReleaseRow.ReleaseSegment segment = row.segments().get(i);
      ObjectNode entry = CocoJson.segment(segment).put("isthing", segment.isThing() ? 1 : 0);
      segments.add(entry.put("id", segment.segmentId()));
      if (segment.isThing()) {
        ObjectNode instance = CocoJson.segment(segment);
        instance.put("id", CocoJson.annotationId(row, i)).put("image_id", row.imageId());
        RowMasks.addRle(instance, "segmentation", segment);
        to.record(INSTANCES, instance.toString());
      }
    }
    to.record(PANOPTIC, annotation.toString());
  }

  static List<AssembledFile> assembled(String split) {
    String file = "_" + split + ".json";
    return List.of(
        file("panoptic" + file, PANOPTIC, CocoJson.categories(category -> true)),
        file("instances" + file, INSTANCES, CocoJson.categories(Category::isThing)),
        // pycocotools takes a file with categories for one of instances.
        AssembledFile.of("captions" + file)
            .text(INFO)
            .records(IMAGES)
            .text("],\n\"annotations\":[")
            .records(CAPTIONS)
            .text("]}\n")
            .build());
  }

  private static AssembledFile file(String path, String section, ArrayNode categories) {
    return AssembledFile.of(path)
        .text(INFO)
        .records(IMAGES)
        .text("],\n\"annotations\":[")
        .records(section)
        .text("],\n\"categories\":" + categories + "}\n")
        .build();
  }

  /** What COCO's files have in common. */
  static final class CocoJson {
    /** More segments than this an image has not; the limit of a build is far below. */
    private static final long IDS_AN_IMAGE = 100_000;

    private CocoJson() {}

    static ObjectNode image(ReleaseRow row) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("id", row.imageId())
          .put("file_name", row.fileName())
          .put("width", row.width())
          .put("height", row.height());
    }

    static ObjectNode segment(ReleaseRow.ReleaseSegment segment) {
      ObjectNode entry =
          JsonNodeFactory.instance
              .objectNode()
              .put("category_id", segment.categoryId())
              .put("iscrowd", segment.isCrowd() ? 1 : 0)
              .put("area", segment.area());
      segment.bbox().forEach(entry.putArray("bbox")::add);
      return entry;
    }

    /** An id that no other annotation of the export has. */
    static long annotationId(ReleaseRow row, int position) {
      return row.imageId() * IDS_AN_IMAGE + position + 1;
    }

    static ArrayNode categories(Predicate<Category> wanted) {
      ArrayNode categories = JsonNodeFactory.instance.arrayNode();
      CategoryTable.coco().all().stream()
          .filter(wanted)
          .forEach(
              category ->
                  categories
                      .addObject()
                      .put("id", category.id())
                      .put("name", category.name())
                      .put("supercategory", category.supercategory())
                      .put("isthing", category.isThing() ? 1 : 0));
      return categories;
    }
  }
}
