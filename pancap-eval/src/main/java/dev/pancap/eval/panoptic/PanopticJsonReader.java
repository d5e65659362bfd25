package dev.pancap.eval.panoptic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a panoptic JSON file in one pass, keeping a few bytes a segment. What is wrong with one
 * annotation becomes that annotation's fault; what is wrong with the file is a {@link
 * ConfigException}.
 */
final class PanopticJsonReader {
  private static final int MAX_ID = (1 << 24) - 1;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Path file;
  private final Rigor rigor;
  private final List<EvaluatedAnnotation> annotations = new ArrayList<>();
  private @Nullable List<EvaluatedCategory> categories;
  private @Nullable Boolean idsAreText;
  private boolean hasAnnotations;
  private long withoutCrowdFlag;
  private long withoutArea;

  private PanopticJsonReader(Path file, Rigor rigor) {
    this.file = file;
    this.rigor = rigor;
  }

  /**
   * Reads a truth's file: it must have categories.
   *
   * @throws ConfigException if the file is missing, is no JSON or no panoptic annotation
   */
  static PanopticFile readTruth(Path file, Rigor rigor) {
    PanopticFile read = new PanopticJsonReader(file, rigor).read(Part.TRUTH);
    ConfigException.check(
        read.categories() != null,
        "%s has no 'categories': the truth must list the classes, each with id, name, isthing",
        file);
    return read;
  }

  /** Reads a prediction's file: nothing but {@code annotations} is looked at. */
  static PanopticFile readPredictions(Path file) {
    return new PanopticJsonReader(file, Rigor.REPORT_AND_GO_ON).read(Part.PREDICTION);
  }

  private enum Part {
    TRUTH,
    PREDICTION
  }

  private PanopticFile read(Part part) {
    try (JsonParser json = JSON.createParser(Files.newBufferedReader(file))) {
      ConfigException.check(
          json.nextToken() == JsonToken.START_OBJECT,
          "%s must be a JSON object with 'annotations', as COCO's panoptic files are",
          file);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("annotations")) {
          requireArray(value, field);
          hasAnnotations = true;
          while (json.nextToken() != JsonToken.END_ARRAY) {
            readAnnotation(json, part);
          }
        } else if (field.equals("categories") && part == Part.TRUTH) {
          requireArray(value, field);
          categories = readCategories(json);
        } else {
          json.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          "%s is not JSON: %s (line %d, column %d)"
              .formatted(
                  file,
                  e.getOriginalMessage().lines().findFirst().orElse(""),
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr()),
          e);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + " does not exist", e);
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(file, e), e);
    }
    ConfigException.check(
        hasAnnotations, "%s has no 'annotations': is it a COCO panoptic file?", file);
    return new PanopticFile(
        file.toString(), categories, idsAreText, annotations, withoutCrowdFlag, withoutArea);
  }

  private void requireArray(JsonToken value, String field) {
    ConfigException.check(
        value == JsonToken.START_ARRAY, "%s: '%s' must be a list, not %s", file, field, value);
  }

  private List<EvaluatedCategory> readCategories(JsonParser json) throws IOException {
    List<EvaluatedCategory> read = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Integer id = null;
      String name = "";
      Boolean isThing = null;
      ConfigException.check(
          json.currentToken() == JsonToken.START_OBJECT,
          "%s: 'categories' must be a list of objects",
          file);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        switch (field) {
          case "id" -> id = wholeNumber(json, value);
          case "name" -> name = value.isScalarValue() ? json.getText() : "";
          case "isthing" -> isThing = flag(json, value);
          default -> {}
        }
        json.skipChildren();
      }
      if (id == null) {
        throw new ConfigException(
            "%s: category %d of 'categories' has no whole number as id"
                .formatted(file, read.size() + 1));
      }
      read.add(new EvaluatedCategory(id, name, isThing));
    }
    return read;
  }

  private void readAnnotation(JsonParser json, Part part) throws IOException {
    int position = annotations.size() + 1;
    ConfigException.check(
        json.currentToken() == JsonToken.START_OBJECT,
        "%s: annotation %d is not an object",
        file,
        position);
    String imageId = null;
    String maskName = null;
    SegmentList segments = null;
    boolean isInstance = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "image_id" -> imageId = imageId(json, value, position);
        case "file_name" -> maskName = value == JsonToken.VALUE_STRING ? json.getText() : null;
        case "segments_info" -> segments = readSegments(json, value, part);
        case "segmentation" -> isInstance = true;
        default -> {}
      }
      json.skipChildren();
    }
    ConfigException.check(
        segments != null || !isInstance,
        "%s holds instance annotations ('segmentation'), not panoptic ones ('segments_info')",
        file);
    if (imageId == null) {
      throw new ConfigException("%s: annotation %d has no 'image_id'".formatted(file, position));
    }
    annotations.add(annotation(imageId, maskName, segments));
  }

  private EvaluatedAnnotation annotation(
      String imageId, @Nullable String maskName, @Nullable SegmentList segments) {
    String fault = null;
    if (segments == null) {
      fault = "has no 'segments_info'";
    } else if (segments.fault != null) {
      fault = segments.fault;
    } else if (maskName == null) {
      fault = "has no 'file_name'";
    }
    return new EvaluatedAnnotation(
        imageId,
        maskName == null ? "" : maskName,
        EvaluatedSegments.of(fault == null && segments != null ? segments.rows : List.of()),
        fault == null ? null : "%s: image %s %s".formatted(file, imageId, fault));
  }

  private SegmentList readSegments(JsonParser json, JsonToken value, Part part) throws IOException {
    SegmentList list = new SegmentList();
    if (value != JsonToken.START_ARRAY) {
      list.complain("has no list as 'segments_info'");
      return list;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        readSegment(json, part, list);
      } else {
        list.complain("has something else than objects in 'segments_info'");
        json.skipChildren();
      }
    }
    return list;
  }

  private void readSegment(JsonParser json, Part part, SegmentList list) throws IOException {
    Integer id = null;
    Integer categoryId = null;
    Boolean isCrowd = null;
    double area = Double.NaN;
    int position = list.rows.size() + 1;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "id" -> id = wholeNumber(json, value);
        case "category_id" -> categoryId = wholeNumber(json, value);
        case "iscrowd" -> isCrowd = part == Part.TRUTH ? flag(json, value) : Boolean.FALSE;
        case "area" -> {
          if (part == Part.TRUTH) {
            area = value.isNumeric() ? json.getDoubleValue() : Double.NaN;
            if (!Double.isFinite(area)) {
              list.complain(
                  "segment %d of segments_info: 'area' must be a number, not %s"
                      .formatted(position, json.getText()));
            }
          }
        }
        default -> {}
      }
      json.skipChildren();
    }
    if (id == null || id < 0 || id > MAX_ID) {
      list.complain(
          "segment %d of segments_info: 'id' must be a whole number from 0 to %d, not %s"
              .formatted(position, MAX_ID, id));
      return;
    }
    if (categoryId == null) {
      list.complain(
          "segment %d of segments_info has no whole number as 'category_id'".formatted(id));
      return;
    }
    if (part == Part.TRUTH) {
      noteAbsent(list, id, isCrowd, area);
    }
    list.rows.add(new EvaluatedSegments.Row(id, categoryId, Boolean.TRUE.equals(isCrowd), area));
  }

  private void noteAbsent(SegmentList list, int id, @Nullable Boolean isCrowd, double area) {
    if (isCrowd == null) {
      withoutCrowdFlag++;
      if (rigor == Rigor.STOP_AS_PANOPTICAPI) {
        list.complain("segment %d of segments_info has no 'iscrowd'".formatted(id));
      }
    }
    if (Double.isNaN(area)) {
      withoutArea++;
    }
  }

  private String imageId(JsonParser json, JsonToken value, int position) throws IOException {
    boolean isText = value == JsonToken.VALUE_STRING;
    String id = isText ? json.getText() : null;
    if (value == JsonToken.VALUE_NUMBER_INT) {
      id = json.getBigIntegerValue().toString();
    } else if (value == JsonToken.VALUE_NUMBER_FLOAT
        && json.getDoubleValue() == Math.rint(json.getDoubleValue())
        && Math.abs(json.getDoubleValue()) < 1L << 53) {
      id = Long.toString((long) json.getDoubleValue());
    }
    if (id == null) {
      throw new ConfigException(
          "%s: 'image_id' of annotation %d must be a whole number or a text, not %s"
              .formatted(file, position, json.getText()));
    }
    if (idsAreText == null) {
      idsAreText = isText;
    }
    ConfigException.check(
        idsAreText == isText,
        "%s: 'image_id' of annotation %d is the %s %s, but the ones before are %ss",
        file,
        position,
        isText ? "text" : "number",
        id,
        isText ? "number" : "text");
    return id;
  }

  private static @Nullable Integer wholeNumber(JsonParser json, JsonToken value)
      throws IOException {
    if (!value.isNumeric()) {
      return null;
    }
    double number = json.getDoubleValue();
    return number == (int) number ? (Integer) (int) number : null;
  }

  /** 1 and true are set, as in Python, where {@code True == 1}. */
  private static @Nullable Boolean flag(JsonParser json, JsonToken value) throws IOException {
    return switch (value) {
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue() == 1;
      default -> null;
    };
  }

  private static final class SegmentList {
    private final List<EvaluatedSegments.Row> rows = new ArrayList<>();
    private @Nullable String fault;

    void complain(String what) {
      if (fault == null) {
        fault = what;
      }
    }
  }
}
