package dev.pancap.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * What the raters' page needs of a release, under {@code releases/<version>/review/}: a few small
 * columns that are read for all images at start, and each image's texts as JSON, read one image at
 * a time. Files hold ascending image ids, so one image is one page of one row group.
 */
public final class ReviewTable {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message review {
            required int64 image_id;
            required int32 masks;
            required int32 flags;
            required boolean conflict;
            required binary review (UTF8);
          }
          """);

  private static final MessageType ENTRY_SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message review {
            required int64 image_id;
            required int32 masks;
            required int32 flags;
            required boolean conflict;
          }
          """);

  private static final long ROW_GROUP_BYTES = 16L << 20;
  private static final int PAGE_BYTES = 64 << 10;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Configuration hadoop;
  private final List<Part> parts;

  private ReviewTable(Configuration hadoop, List<Part> parts) {
    this.hadoop = hadoop;
    this.parts = parts;
  }

  private record Part(Path file, long firstId, long lastId) {}

  /** Writes one file of the table, which appears when the writer is closed. */
  public static final class Writer implements Closeable {
    private final WholeRows rows;

    private Writer(WholeRows rows) {
      this.rows = rows;
    }

    /**
     * Adds a row; image ids must ascend.
     *
     * @throws IOException if it cannot be written
     */
    public void write(ReviewImage review, QueueEntry entry) throws IOException {
      Group row = rows.next();
      row.add("image_id", entry.imageId());
      row.add("masks", entry.masks());
      row.add("flags", entry.flags());
      row.add("conflict", entry.conflict());
      row.add("review", Binary.fromString(JSON.writeValueAsString(review)));
      rows.write(row);
    }

    /**
     * In place of {@link #close} where not all rows were written: there will be no file.
     *
     * @throws IOException if what was written cannot be removed
     */
    public void abandon() throws IOException {
      rows.abandon();
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }

  /**
   * Creates a file; one of the same name gives way, as a task that is tried again writes it again.
   *
   * @throws IOException if the file cannot be created
   */
  public static Writer writer(Path file, Configuration hadoop) throws IOException {
    return new Writer(
        WholeRows.create(
            file,
            SCHEMA,
            hadoop,
            settings -> settings.withRowGroupSize(ROW_GROUP_BYTES).withPageSize(PAGE_BYTES)));
  }

  /**
   * Opens the table of a release; reads the footers only.
   *
   * @param folder {@code releases/<version>/review}
   * @throws IOException if the table is missing or cannot be read
   */
  public static ReviewTable open(Path folder, Configuration hadoop) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    FileStatus[] found = files.listStatus(folder, path -> path.getName().endsWith(".parquet"));
    Arrays.sort(found);
    List<Part> parts = new ArrayList<>();
    for (FileStatus status : found) {
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromStatus(status, hadoop))) {
        List<BlockMetaData> groups = reader.getRowGroups();
        if (!groups.isEmpty()) {
          parts.add(
              new Part(
                  status.getPath(),
                  idBounds(groups.get(0)).getMin(),
                  idBounds(groups.get(groups.size() - 1)).getMax()));
        }
      }
    }
    return new ReviewTable(hadoop, parts);
  }

  /** All entries, by ascending image id. */
  public List<QueueEntry> entries() throws IOException {
    Configuration projected = new Configuration(hadoop);
    projected.set(ReadSupport.PARQUET_READ_SCHEMA, ENTRY_SCHEMA.toString());
    List<QueueEntry> entries = new ArrayList<>();
    for (Part part : parts) {
      try (ParquetReader<Group> rows =
          ParquetReader.builder(new GroupReadSupport(), part.file()).withConf(projected).build()) {
        for (Group row = rows.read(); row != null; row = rows.read()) {
          entries.add(
              new QueueEntry(
                  row.getLong("image_id", 0),
                  row.getInteger("masks", 0),
                  row.getInteger("flags", 0),
                  row.getBoolean("conflict", 0)));
        }
      }
    }
    return entries;
  }

  /** Reads one image. */
  public Optional<ReviewImage> find(long imageId) throws IOException {
    for (Part part : parts) {
      if (part.firstId() <= imageId && imageId <= part.lastId()) {
        try (ParquetReader<Group> rows =
            ParquetReader.builder(new GroupReadSupport(), part.file())
                .withConf(hadoop)
                .withFilter(
                    FilterCompat.get(FilterApi.eq(FilterApi.longColumn("image_id"), imageId)))
                .build()) {
          Group row = rows.read();
          if (row != null) {
            return Optional.of(parse(row.getString("review", 0), part.file()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static ReviewImage parse(String json, Path file) throws IOException {
    try {
      return JSON.readValue(json, ReviewImage.class);
    } catch (JsonProcessingException e) {
      throw new IOException("A row of " + file + " is no review image", e);
    }
  }

  private static LongStatistics idBounds(BlockMetaData group) {
    return (LongStatistics) group.getColumns().get(0).getStatistics();
  }
}
