package dev.pancap.segment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.PictureEntry;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a COCO panoptic file of a model's segments as it goes: first the pictures, then their
 * annotations. Beside COCO's keys a segment has {@code score} and {@code source: model}.
 */
public final class FoundAnnotationsJson implements Closeable {
  private final JsonGenerator json;
  private boolean annotating;

  /**
   * @param model the model's name, for {@code info}
   * @param fingerprint what the segments depend on beside the pictures
   */
  public FoundAnnotationsJson(OutputStream out, String model, String fingerprint)
      throws IOException {
    this.json = new JsonFactory().createGenerator(out);
    json.writeStartObject();
    json.writeObjectFieldStart("info");
    json.writeStringField("description", "Panoptic segments found by " + model);
    json.writeStringField("model", model);
    json.writeStringField("model_fingerprint", fingerprint);
    json.writeEndObject();
    json.writeArrayFieldStart("images");
  }

  /**
   * @throws IllegalStateException once an annotation was written
   */
  public void picture(PictureEntry picture) throws IOException {
    if (annotating) {
      throw new IllegalStateException("Pictures stand before annotations");
    }
    json.writeStartObject();
    json.writeNumberField("id", picture.imageId());
    json.writeStringField("file_name", picture.fileName());
    json.writeNumberField("width", picture.width());
    json.writeNumberField("height", picture.height());
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** The annotation's mask is written elsewhere, under its name. */
  public void annotation(AnnotationEntry annotation) throws IOException {
    beginAnnotations();
    json.writeStartObject();
    json.writeNumberField("image_id", annotation.imageId());
    json.writeStringField("file_name", annotation.maskFile());
    json.writeArrayFieldStart("segments_info");
    for (AnnotatedSegment segment : annotation.segments()) {
      write(segment);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void write(AnnotatedSegment segment) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", segment.segmentId());
    json.writeNumberField("category_id", segment.categoryId());
    json.writeNumberField("iscrowd", segment.isCrowd() ? 1 : 0);
    if (segment.bbox() != null) {
      json.writeArrayFieldStart("bbox");
      for (double edge : segment.bbox()) {
        json.writeNumber((long) edge);
      }
      json.writeEndArray();
    }
    if (segment.areaPixels() != null) {
      json.writeNumberField("area", segment.areaPixels().longValue());
    }
    if (segment.score() != null) {
      json.writeNumberField("score", segment.score());
      json.writeStringField("source", "model");
    }
    json.writeEndObject();
  }

  /** Completes the file with the categories; nothing can be written afterwards. */
  public void finish(CategoryTable categories) throws IOException {
    beginAnnotations();
    json.writeEndArray();
    json.writeArrayFieldStart("categories");
    for (Category category : categories.all()) {
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

  private void beginAnnotations() throws IOException {
    if (!annotating) {
      json.writeEndArray();
      json.writeArrayFieldStart("annotations");
      annotating = true;
    }
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
