package dev.pancap.spark.source;

import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.CocoPanopticJson;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import dev.pancap.quarantine.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes a picture and an annotation of one row of COCONut's Parquet, or the reason why not. Numbers
 * come in whatever type the writer chose: areas as doubles, {@code isthing} as a number or a flag.
 */
record CoconutRow(int maxSegments) implements FlatMapFunction<Row, ImagePiece> {

  @Override
  public Iterator<ImagePiece> call(Row row) {
    // An id of its own for what has none; it cannot meet one of the data.
    long nameless = -1 - row.<Long>getAs("row");
    List<ImagePiece> pieces = new ArrayList<>();
    pieces.add(piece(row, "image_info", "id", nameless, CoconutRow::picture));
    pieces.add(piece(row, "segments_info", "image_id", nameless, this::annotation));
    return pieces.iterator();
  }

  private interface Reader {
    ImagePiece read(Row row, Row part, long imageId);
  }

  private static ImagePiece piece(
      Row row, String column, String idField, long nameless, Reader reader) {
    long imageId = nameless;
    String fileName = "";
    try {
      Row part = row.getAs(column);
      if (part == null) {
        throw malformed(column + " is missing");
      }
      long id = integer(part, idField);
      if (id < 0) {
        throw malformed("%s.%s: expected 0 or more, found %d".formatted(column, idField, id));
      }
      imageId = id;
      fileName = text(part, "file_name");
      return reader.read(row, part, imageId);
    } catch (BadRecordException e) {
      return ImagePiece.of(Rejection.of(imageId, fileName, CocoPanopticJson.STAGE, e));
    }
  }

  private static ImagePiece picture(Row row, Row info, long imageId) {
    Number width = number(info, "width");
    Number height = number(info, "height");
    return ImagePiece.of(
        new PictureEntry(
            imageId,
            text(info, "file_name"),
            width == null ? 0 : width.intValue(),
            height == null ? 0 : height.intValue()));
  }

  private ImagePiece annotation(Row row, Row annotation, long imageId) {
    byte[] mask = row.getAs("mask");
    if (mask == null || mask.length == 0) {
      throw new BadRecordException(
          Reason.MASK_MISSING, "mask.bytes of image " + imageId + " is empty");
    }
    scala.collection.Seq<Row> segments = annotation.getAs("segments_info");
    if (segments == null) {
      throw malformed("segments_info.segments_info is missing");
    }
    if (segments.size() > maxSegments) {
      throw new BadRecordException(
          Reason.TOO_MANY_SEGMENTS,
          "%d segments, at most %d are allowed".formatted(segments.size(), maxSegments));
    }
    List<AnnotatedSegment> read =
        CollectionConverters.asJava(segments).stream().map(CoconutRow::segment).toList();
    String maskFile = AnnotationEntry.maskFileOf(text(annotation, "file_name"));
    return ImagePiece.of(new AnnotationEntry(imageId, maskFile, mask, read));
  }

  private static AnnotatedSegment segment(@Nullable Row segment) {
    if (segment == null) {
      throw malformed("a segment is null");
    }
    Number area = number(segment, "area");
    Number score = number(segment, "score");
    Boolean thing = flag(segment, "isthing");
    return new AnnotatedSegment(
        integer(segment, "id"),
        Math.toIntExact(integer(segment, "category_id")),
        Boolean.TRUE.equals(flag(segment, "iscrowd")),
        area == null ? null : finite("area", area.doubleValue()),
        box(segment),
        thing,
        score == null ? null : score.doubleValue());
  }

  private static @Nullable List<Double> box(Row segment) {
    if (!has(segment, "bbox") || segment.isNullAt(segment.fieldIndex("bbox"))) {
      return null;
    }
    scala.collection.Seq<?> box = segment.getAs("bbox");
    List<Double> numbers = new ArrayList<>();
    for (Object value : CollectionConverters.asJava(box)) {
      if (!(value instanceof Number number)) {
        throw malformed("bbox: expected numbers");
      }
      numbers.add(finite("bbox", number.doubleValue()));
    }
    if (numbers.size() != 4) {
      throw malformed("bbox: expected four numbers, found " + numbers.size());
    }
    return numbers;
  }

  private static double finite(String field, double value) {
    if (!Double.isFinite(value)) {
      throw malformed("%s: expected a finite number, found %s".formatted(field, value));
    }
    return value;
  }

  private static long integer(Row row, String field) {
    Number value = number(row, field);
    if (value == null) {
      throw malformed(field + " is missing");
    }
    if (value.doubleValue() != Math.rint(value.doubleValue())) {
      throw malformed("%s: expected a whole number, found %s".formatted(field, value));
    }
    if (field.equals("category_id") && value.longValue() != value.intValue()) {
      throw malformed("%s: expected at most 10 digits, found %s".formatted(field, value));
    }
    return value.longValue();
  }

  private static @Nullable Number number(Row row, String field) {
    Object value = value(row, field);
    if (value == null || value instanceof Number) {
      return (Number) value;
    }
    throw malformed(field + ": expected a number");
  }

  private static @Nullable Boolean flag(Row row, String field) {
    Object value = value(row, field);
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    throw malformed(field + ": expected true, false, 0 or 1");
  }

  private static String text(Row row, String field) {
    if (value(row, field) instanceof String text) {
      return text;
    }
    throw malformed(field + ": expected a string");
  }

  private static @Nullable Object value(Row row, String field) {
    return has(row, field) ? row.getAs(field) : null;
  }

  private static boolean has(Row row, String field) {
    return Arrays.asList(row.schema().fieldNames()).contains(field);
  }

  private static BadRecordException malformed(String what) {
    return new BadRecordException(Reason.ANNOTATION_MALFORMED, what);
  }
}
