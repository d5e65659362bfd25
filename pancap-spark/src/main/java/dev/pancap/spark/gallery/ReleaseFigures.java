package dev.pancap.spark.gallery;

import dev.pancap.store.ParquetRows;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;

/**
 * What the head of a gallery says of the whole release, from a few narrow columns.
 *
 * @param found the positions of wanted images, counted through the release from 0
 * @param model the models that wrote the captions
 */
record ReleaseFigures(
    long rows, long words, long masks, long mentioned, String model, Map<Long, Long> found) {
  private static final String COLUMNS =
      """
      message release {
        optional int64 image_id;
        optional int32 words;
        optional int32 masks;
        optional int32 masks_mentioned;
        optional binary model (STRING);
      }
      """;

  static ReleaseFigures of(List<Path> files, Set<Long> wanted, Configuration hadoop)
      throws IOException {
    Configuration columns = new Configuration(hadoop);
    columns.set(ReadSupport.PARQUET_READ_SCHEMA, COLUMNS);
    long rows = 0;
    long words = 0;
    long masks = 0;
    long mentioned = 0;
    Set<String> models = new TreeSet<>();
    Map<Long, Long> found = new HashMap<>();
    for (Path file : files) {
      try (ParquetReader<Group> reader = ParquetRows.of(file, columns).build()) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          long imageId = row.getLong("image_id", 0);
          if (wanted.contains(imageId)) {
            found.put(imageId, rows);
          }
          rows++;
          words += row.getInteger("words", 0);
          masks += row.getInteger("masks", 0);
          mentioned += row.getInteger("masks_mentioned", 0);
          models.add(row.getString("model", 0));
        }
      }
    }
    return new ReleaseFigures(rows, words, masks, mentioned, String.join(", ", models), found);
  }

  double meanWords() {
    return rows == 0 ? 0 : (double) words / rows;
  }

  double meanMasks() {
    return rows == 0 ? 0 : (double) masks / rows;
  }

  double mentionedShare() {
    return masks == 0 ? 0 : (double) mentioned / masks;
  }
}
