package dev.pancap.eval.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.config.ConfigException;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.Polygons;
import dev.pancap.mask.RunLengths;
import dev.pancap.quarantine.BadRecordException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads COCO's {@code segmentation}: run lengths {@code {"size": [h, w], "counts": ...}},
 * compressed or not, or a list of polygons.
 */
public final class CocoMask {
  private CocoMask() {}

  /**
   * The mask of a field that carries its own size.
   *
   * @throws ConfigException if it is none, naming file, record and field
   */
  public static RunLengths read(InputRecord record, String field) {
    JsonNode size = record.raw(field).path("size");
    if (size.size() != 2) {
      throw record.complaint(field, "run lengths with 'size' [height, width] and 'counts'");
    }
    return read(record, field, size.get(1).asInt(), size.get(0).asInt());
  }

  /**
   * The mask of an image of known size.
   *
   * @throws ConfigException if it is none, or of another size
   */
  public static RunLengths read(InputRecord record, String field, int width, int height) {
    return of(record.raw(field), record, field, width, height);
  }

  /**
   * The masks of a field: of a list, each by itself.
   *
   * @throws ConfigException if one is none, or of another size
   */
  public static List<RunLengths> readEach(InputRecord record, String field, int width, int height) {
    JsonNode value = record.raw(field);
    if (!value.isArray()) {
      return List.of(of(value, record, field, width, height));
    }
    List<RunLengths> masks = new ArrayList<>();
    for (JsonNode part : value) {
      masks.add(
          part.isArray()
              ? polygons(List.of(part), record, field, width, height)
              : of(part, record, field, width, height));
    }
    return masks;
  }

  /**
   * The mask that a record itself is: {@code size} and {@code counts}.
   *
   * @throws ConfigException if it is none, or of another size
   */
  public static RunLengths of(InputRecord record, int width, int height) {
    return of(record.node(), record, "counts", width, height);
  }

  private static RunLengths of(
      JsonNode value, InputRecord record, String field, int width, int height) {
    if (value.isArray()) {
      List<JsonNode> polygons = new ArrayList<>();
      value.forEach(polygons::add);
      return polygons(polygons, record, field, width, height);
    }
    JsonNode size = value.path("size");
    if (size.size() == 2 && (size.get(0).asInt() != height || size.get(1).asInt() != width)) {
      throw record.complaint(
          field,
          "of the image's size, [%d, %d] (height, width), not %s".formatted(height, width, size));
    }
    JsonNode counts = value.path("counts");
    try {
      if (counts.isTextual()) {
        return CompressedRunLengths.decode(counts.textValue(), width, height);
      }
      if (counts.isArray()) {
        List<Long> runs = new ArrayList<>();
        counts.forEach(run -> runs.add(run.isIntegralNumber() ? run.longValue() : -1));
        return RunLengths.of(width, height, runs);
      }
    } catch (BadRecordException e) {
      throw record.complaint(field, "a mask, but " + e.getMessage());
    }
    throw record.complaint(field, "run lengths with 'size' and 'counts', or polygons");
  }

  private static RunLengths polygons(
      List<JsonNode> parts, InputRecord record, String field, int width, int height) {
    List<double[]> polygons = new ArrayList<>();
    for (JsonNode part : parts) {
      double[] polygon = new double[part.size()];
      for (int i = 0; i < polygon.length; i++) {
        polygon[i] = part.get(i).isNumber() ? part.get(i).doubleValue() : Double.NaN;
      }
      polygons.add(polygon);
    }
    try {
      return Polygons.fill(width, height, polygons);
    } catch (BadRecordException e) {
      throw record.complaint(field, "polygons, but " + e.getMessage());
    }
  }
}
