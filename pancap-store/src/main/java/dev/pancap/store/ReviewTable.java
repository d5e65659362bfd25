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
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
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

  /** Where none are given, Parquet parses Hadoop's defaults anew for every file. */
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
          ParquetRows.columns(HadoopInputFile.fromStatus(status, hadoop), hadoop)) {
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

  /**
   * All entries, by ascending image id. Column after column: rows of their own for each of a
   * hundred thousand images would take longer than everything else that a start needs.
   *
   * @throws IOException if a file cannot be read
   */
  public List<QueueEntry> entries() throws IOException {
    List<QueueEntry> entries = new ArrayList<>();
    for (Part part : parts) {
      try (ParquetFileReader file =
          ParquetRows.columns(HadoopInputFile.fromPath(part.file(), hadoop), hadoop)) {
        file.setRequestedSchema(ENTRY_SCHEMA);
        String writer = file.getFileMetaData().getCreatedBy();
        for (PageReadStore group = file.readNextRowGroup();
            group != null;
            group = file.readNextRowGroup()) {
          read(group, writer, entries);
        }
      }
    }
    return entries;
  }

  private static void read(PageReadStore group, String writer, List<QueueEntry> to) {
    ColumnReadStoreImpl columns =
        new ColumnReadStoreImpl(
            group, new GroupRecordConverter(ENTRY_SCHEMA).getRootConverter(), ENTRY_SCHEMA, writer);
    ColumnReader imageId = column(columns, "image_id");
    ColumnReader masks = column(columns, "masks");
    ColumnReader flags = column(columns, "flags");
    ColumnReader conflict = column(columns, "conflict");
    for (long row = 0; row < group.getRowCount(); row++) {
      to.add(
          new QueueEntry(
              imageId.getLong(), masks.getInteger(), flags.getInteger(), conflict.getBoolean()));
      imageId.consume();
      masks.consume();
      flags.consume();
      conflict.consume();
    }
  }

  private static ColumnReader column(ColumnReadStoreImpl columns, String name) {
    return columns.getColumnReader(ENTRY_SCHEMA.getColumnDescription(new String[] {name}));
  }

  /** Reads one image. */
  public Optional<ReviewImage> find(long imageId) throws IOException {
    for (Part part : parts) {
      if (part.firstId() <= imageId && imageId <= part.lastId()) {
        try (ParquetReader<Group> rows =
            ParquetRows.of(part.file(), hadoop)
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
