package dev.pancap.spark.report;

import dev.pancap.eval.report.ReportedImage;
import dev.pancap.eval.report.ReportedMask;
import dev.pancap.store.ParquetRows;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.jspecify.annotations.Nullable;

/** The images of a release, file by file, with only the columns that the report counts. */
final class ReleaseImages implements Iterator<ReportedImage>, Closeable {
  private static final String COLUMNS =
      """
      message release {
        optional int64 image_id;
        optional binary caption (STRING);
        optional group groups (LIST) {
          repeated group list {
            optional group element {
              optional group mark_ids (LIST) {
                repeated group list { optional int32 element; }
              }
            }
          }
        }
        optional group segments (LIST) {
          repeated group list {
            optional group element {
              optional int32 mark;
              optional binary category (STRING);
              optional boolean is_thing;
              optional int64 area;
            }
          }
        }
      }
      """;

  private final List<Path> files;
  private final Configuration columns;
  private final Map<String, Path> fileOfImage = new HashMap<>();
  private int nextFile;
  private @Nullable ParquetReader<Group> reader;
  private @Nullable Group next;

  ReleaseImages(List<Path> files, Configuration hadoop) {
    this.files = files;
    columns = new Configuration(hadoop);
    columns.set(ReadSupport.PARQUET_READ_SCHEMA, COLUMNS);
    advance();
  }

  /** Where an image that was read lies. */
  Optional<Path> fileOf(String imageId) {
    return Optional.ofNullable(fileOfImage.get(imageId));
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public ReportedImage next() {
    Group row = next;
    if (row == null) {
      throw new NoSuchElementException();
    }
    ReportedImage image = image(row);
    fileOfImage.put(image.imageId(), files.get(nextFile - 1));
    advance();
    return image;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }

  private void advance() {
    try {
      next = reader == null ? null : reader.read();
      while (next == null && nextFile < files.size()) {
        close();
        ParquetReader<Group> opened = ParquetRows.of(files.get(nextFile++), columns).build();
        reader = opened;
        next = opened.read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The release cannot be read", e);
    }
  }

  private static ReportedImage image(Group row) {
    Set<Integer> named = new HashSet<>();
    for (Group phrase : elements(row, "groups")) {
      Group ids = phrase.getGroup("mark_ids", 0);
      for (int i = 0; i < ids.getFieldRepetitionCount("list"); i++) {
        named.add(ids.getGroup("list", i).getInteger("element", 0));
      }
    }
    List<ReportedMask> masks = new ArrayList<>();
    for (Group segment : elements(row, "segments")) {
      masks.add(
          new ReportedMask(
              segment.getString("category", 0),
              segment.getBoolean("is_thing", 0),
              segment.getLong("area", 0),
              named.contains(segment.getInteger("mark", 0))));
    }
    return new ReportedImage(
        String.valueOf(row.getLong("image_id", 0)), List.of(row.getString("caption", 0)), masks);
  }

  private static List<Group> elements(Group row, String name) {
    Group list = row.getGroup(name, 0);
    List<Group> elements = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
      elements.add(list.getGroup("list", i).getGroup("element", 0));
    }
    return elements;
  }
}
