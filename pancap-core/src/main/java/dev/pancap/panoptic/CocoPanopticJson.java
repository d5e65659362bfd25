package dev.pancap.panoptic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.pancap.config.ConfigException;
import dev.pancap.quarantine.Reason;
import dev.pancap.quarantine.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a COCO panoptic file, as COCO publishes it or as COCONut's downloader writes it, entry by
 * entry: memory does not grow with the file. Format: cocodataset.org, "Panoptic Segmentation".
 *
 * <p>An entry that cannot be used becomes a {@link Rejection}; if it has no image id it gets a
 * negative one, counted down from -1, so that it can be counted.
 */
public final class CocoPanopticJson {
  /** The stage that rejections of this class name. */
  public static final String STAGE = "read";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Python's json.dump writes NaN; it spoils one entry, not the file.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final JsonParser json;
  private final String file;
  private final int maxSegments;
  private final Visitor visitor;
  private long nameless;

  private CocoPanopticJson(JsonParser json, String file, int maxSegments, Visitor visitor) {
    this.json = json;
    this.file = file;
    this.maxSegments = maxSegments;
    this.visitor = visitor;
  }

  /** Told of each entry in file order. */
  public interface Visitor {
    void picture(PictureEntry picture) throws IOException;

    void annotation(AnnotationEntry annotation) throws IOException;

    void rejected(Rejection rejection) throws IOException;
  }

  /**
   * Reads the whole file.
   *
   * @param file its name, for messages
   * @param maxSegments an annotation with more is rejected, and its segments are not kept
   * @return the file's categories, or COCO's if it has none
   * @throws ConfigException if the file as a whole is broken; names line and column
   * @throws IOException if it cannot be read, or if the visitor throws it
   */
  public static CategoryTable read(
      InputStream content, String file, int maxSegments, Visitor visitor) throws IOException {
    try (JsonParser json = JSON.createParser(content)) {
      return new CocoPanopticJson(json, file, maxSegments, visitor).file();
    } catch (JsonProcessingException e) {
      throw brokenAt(file, e.getLocation(), "not valid JSON, " + firstLine(e), e);
    }
  }

  private CategoryTable file() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw broken("expected an object with images and annotations");
    }
    boolean pictures = false;
    boolean annotations = false;
    CategoryTable categories = CategoryTable.coco();
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "images" -> {
          entries(field, this::picture);
          pictures = true;
        }
        case "annotations" -> {
          entries(field, this::annotation);
          annotations = true;
        }
        case "categories" -> categories = categories();
        default -> json.skipChildren();
      }
    }
    ConfigException.check(pictures, "%s has no 'images': is it a COCO panoptic file?", file);
    ConfigException.check(
        annotations, "%s has no 'annotations': is it a COCO panoptic file?", file);
    return categories;
  }

  private interface EntryReader {
    void read(EntryCursor cursor) throws IOException;
  }

  private void entries(String list, EntryReader reader) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw broken("'" + list + "' must be a list");
    }
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      EntryCursor cursor = new EntryCursor(json, list + "[" + i + "]");
      if (json.currentToken() == JsonToken.START_OBJECT) {
        reader.read(cursor);
      } else {
        cursor.fault("expected an object");
        json.skipChildren();
        reject(null, "", Reason.ANNOTATION_MALFORMED, cursor);
      }
    }
  }

  private void picture(EntryCursor cursor) throws IOException {
    Long id = null;
    String fileName = null;
    int width = 0;
    int height = 0;
    for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
      switch (field) {
        case "id" -> id = cursor.integer(field);
        case "file_name" -> fileName = cursor.text(field);
        case "width" -> width = cursor.smallInteger(field);
        case "height" -> height = cursor.smallInteger(field);
        default -> json.skipChildren();
      }
    }
    checkId(id, "id", cursor);
    if (fileName == null) {
      cursor.fault("file_name is missing");
    }
    if (width < 0 || height < 0) {
      cursor.fault("a size of %d x %d".formatted(width, height));
    }
    if (id == null || fileName == null || cursor.fault() != null) {
      reject(id, fileName, Reason.ANNOTATION_MALFORMED, cursor);
    } else {
      visitor.picture(new PictureEntry(id, fileName, width, height));
    }
  }

  private void annotation(EntryCursor cursor) throws IOException {
    Long id = null;
    String fileName = null;
    String otherName = null;
    SegmentList segments = null;
    for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
      switch (field) {
        case "image_id" -> id = cursor.integer(field);
        case "file_name" -> fileName = cursor.text(field);
        // COCONut-L's second shape.
        case "object365_file_name" -> otherName = cursor.text(field);
        case "segments_info" -> segments = segments(cursor);
        default -> json.skipChildren();
      }
    }
    String name = fileName == null ? otherName : fileName;
    checkId(id, "image_id", cursor);
    if (name == null) {
      cursor.fault("file_name is missing");
    }
    if (segments == null) {
      cursor.fault("segments_info is missing");
    }
    if (id == null || name == null || segments == null || cursor.fault() != null) {
      reject(id, name, Reason.ANNOTATION_MALFORMED, cursor);
    } else if (segments.found > maxSegments) {
      cursor.fault("%d segments, at most %d are allowed".formatted(segments.found, maxSegments));
      reject(id, name, Reason.TOO_MANY_SEGMENTS, cursor);
    } else {
      visitor.annotation(AnnotationEntry.of(id, AnnotationEntry.maskFileOf(name), segments.kept));
    }
  }

  private record SegmentList(List<AnnotatedSegment> kept, long found) {}

  private @Nullable SegmentList segments(EntryCursor cursor) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      cursor.fault("segments_info: expected a list");
      json.skipChildren();
      return null;
    }
    List<AnnotatedSegment> kept = new ArrayList<>();
    long found = 0;
    for (; json.nextToken() != JsonToken.END_ARRAY; found++) {
      if (found >= maxSegments) {
        json.skipChildren();
      } else if (json.currentToken() == JsonToken.START_OBJECT) {
        AnnotatedSegment segment = segment(cursor);
        if (segment != null) {
          kept.add(segment);
        }
      } else {
        cursor.fault("segments_info[" + found + "]: expected an object");
        json.skipChildren();
      }
    }
    return new SegmentList(kept, found);
  }

  private @Nullable AnnotatedSegment segment(EntryCursor cursor) throws IOException {
    Long id = null;
    Integer category = null;
    boolean crowd = false;
    Double area = null;
    List<Double> box = null;
    Boolean thing = null;
    Double score = null;
    for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
      if (json.currentToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "id" -> id = cursor.integer(field);
        case "category_id" -> category = cursor.smallInteger(field);
        case "iscrowd" -> crowd = cursor.flag(field);
        case "area" -> area = cursor.number(field);
        case "bbox" -> box = cursor.box(field);
        case "isthing" -> thing = cursor.flag(field);
        case "score" -> score = cursor.number(field);
        default -> json.skipChildren();
      }
    }
    if (id == null || category == null) {
      cursor.fault("a segment without " + (id == null ? "id" : "category_id"));
      return null;
    }
    return new AnnotatedSegment(id, category, crowd, area, box, thing, score);
  }

  private CategoryTable categories() throws IOException {
    List<Category> categories = new ArrayList<>();
    entries(
        "categories",
        cursor -> {
          Integer id = null;
          String name = null;
          String supercategory = "";
          Boolean thing = null;
          for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
            switch (field) {
              case "id" -> id = cursor.smallInteger(field);
              case "name" -> name = cursor.text(field);
              case "supercategory" -> supercategory = cursor.text(field);
              case "isthing" -> thing = cursor.flag(field);
              default -> json.skipChildren();
            }
          }
          if (id == null || name == null || thing == null || cursor.fault() != null) {
            cursor.fault("a category needs id, name and isthing");
            throw new ConfigException(file + ": " + cursor.fault());
          }
          categories.add(new Category(id, name, supercategory, thing));
        });
    if (categories.isEmpty()) {
      return CategoryTable.coco();
    }
    try {
      return CategoryTable.of(categories);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }

  private static void checkId(@Nullable Long id, String field, EntryCursor cursor) {
    if (id == null) {
      cursor.fault(field + " is missing");
    } else if (id < 0) {
      cursor.fault(field + ": expected 0 or more, found " + id);
    }
  }

  private void reject(
      @Nullable Long id, @Nullable String fileName, Reason reason, EntryCursor cursor)
      throws IOException {
    long imageId = id == null || id < 0 ? --nameless : id;
    String detail = file + ", " + cursor.fault();
    visitor.rejected(
        new Rejection(imageId, fileName == null ? "" : fileName, STAGE, reason, detail));
  }

  private ConfigException broken(String what) {
    return brokenAt(file, json.currentTokenLocation(), what, null);
  }

  private static ConfigException brokenAt(
      String file, @Nullable JsonLocation at, String what, @Nullable Throwable cause) {
    String where =
        at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    return new ConfigException("%s is broken: %s%s".formatted(file, what, where), cause);
  }

  private static String firstLine(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
