package dev.pancap.synth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes {@code panoptic.json} as it goes: the images, then one annotation a scene, in order. */
final class CocoJsonWriter implements Closeable {
  private final JsonGenerator json;

  CocoJsonWriter(OutputStream out, SynthSettings settings) throws IOException {
    this.json = new JsonFactory().createGenerator(out);
    json.writeStartObject();
    json.writeObjectFieldStart("info");
    json.writeStringField("description", "Synthetic scenes drawn by pancap");
    json.writeNumberField("seed", settings.seed());
    json.writeEndObject();
    json.writeArrayFieldStart("images");
    for (long id = 1; id <= settings.images(); id++) {
      json.writeStartObject();
      json.writeNumberField("id", id);
      json.writeStringField("file_name", SyntheticScene.fileName(id));
      json.writeNumberField("width", settings.width());
      json.writeNumberField("height", settings.height());
      json.writeEndObject();
      json.writeRaw('\n');
    }
    json.writeEndArray();
    json.writeArrayFieldStart("annotations");
  }

  void annotate(long imageId, List<SyntheticSegment> segments) throws IOException {
    json.writeStartObject();
    json.writeNumberField("image_id", imageId);
    json.writeStringField("file_name", SyntheticScene.maskFileName(imageId));
    json.writeArrayFieldStart("segments_info");
    for (SyntheticSegment segment : segments) {
      BoundingBox box = segment.box();
      json.writeStartObject();
      json.writeNumberField("id", segment.segmentId());
      json.writeNumberField("category_id", segment.category().id());
      json.writeNumberField("iscrowd", segment.isCrowd() ? 1 : 0);
      json.writeFieldName("bbox");
      json.writeArray(new int[] {box.x(), box.y(), box.width(), box.height()}, 0, 4);
      json.writeNumberField("area", segment.areaPixels());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Completes the file with the categories. */
  void finish() throws IOException {
    json.writeEndArray();
    json.writeArrayFieldStart("categories");
    for (Category category : CategoryTable.coco().all()) {
      json.writeStartObject();
      json.writeNumberField("id", category.id());
      json.writeStringField("name", category.name());
      json.writeStringField("supercategory", category.supercategory());
      json.writeNumberField("isthing", category.isThing() ? 1 : 0);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
