package dev.pancap.store.pack;

import dev.pancap.quarantine.Reason;
import dev.pancap.store.ParquetRows;
import dev.pancap.store.WholeRows;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet file of a pack: ascending image ids, in row groups of a few megabytes, which are what
 * a task reads and holds at a time. Names, lengths and sums stand before the contents, so that
 * whoever wants only these reads one short stretch a row group.
 */
public final class PackFile {
  private static final String FACTS =
      """
        required int64 image_id;
        %s
        %s
      """
          .formatted(factsOf("picture"), factsOf("mask"));
  private static final MessageType FACTS_SCHEMA =
      MessageTypeParser.parseMessageType("message pack {\n" + FACTS + "}");
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message pack {\n"
              + FACTS
              + "optional binary picture_bytes;\noptional binary mask_bytes;\n}");

  private PackFile() {}

  private static String factsOf(String file) {
    return """
        required group %s {
          required binary name (UTF8);
          required int64 length;
          required binary sha256 (UTF8);
          optional binary fault (UTF8);
          optional binary detail (UTF8);
        }
        """
        .formatted(file);
  }

  /** Writes the rows of one file, which appears when the writer is closed. */
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
    public void write(PackedImage image) throws IOException {
      Group row = rows.next();
      row.add("image_id", image.imageId());
      add(row, "picture", image.picture());
      add(row, "mask", image.mask());
      rows.write(row);
    }

    private static void add(Group row, String name, PackedFile file) {
      Group facts = row.addGroup(name);
      facts.add("name", file.name());
      facts.add("length", file.length());
      facts.add("sha256", file.sha256());
      if (file.fault() != null) {
        facts.add("fault", file.fault().name());
      }
      if (file.detail() != null) {
        facts.add("detail", file.detail());
      }
      if (file.content() != null) {
        row.add(name + "_bytes", Binary.fromConstantByteArray(file.content()));
      }
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
   * @param rowGroupBytes about how much is read at a time
   * @throws IOException if it cannot be created
   */
  public static Writer writer(Path file, long rowGroupBytes, Configuration hadoop)
      throws IOException {
    return new Writer(
        WholeRows.create(
            file,
            SCHEMA,
            hadoop,
            layout ->
                layout
                    // JPEG and PNG are compressed; what is not can be read where it lies.
                    .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                    .withDictionaryEncoding(false)
                    .withRowGroupSize(rowGroupBytes)
                    // Else a hundred rows are waited for, which may be a gigabyte.
                    .withMinRowCountForPageSizeCheck(1)
                    .withMaxRowCountForPageSizeCheck(1)));
  }

  /** Reads rows by image id, a row group at a time. Not safe for use by several threads. */
  public static final class Reader implements Closeable {
    private final Path file;
    private final ParquetFileReader parquet;
    private final MessageType wanted;
    private int group = -1;
    private List<PackedImage> rows = List.of();

    private Reader(Path file, ParquetFileReader parquet, MessageType wanted) {
      this.file = file;
      this.parquet = parquet;
      this.wanted = wanted;
      parquet.setRequestedSchema(wanted);
    }

    /**
     * The row of an image, or null if the file has none. Its row group stays in memory until one of
     * another is asked for.
     *
     * @throws IOException if the file cannot be read or is damaged
     */
    public @Nullable PackedImage find(long imageId) throws IOException {
      for (int i = 0; i < groups(); i++) {
        LongStatistics ids = idBounds(parquet.getRowGroups().get(i));
        if (ids.getMin() <= imageId && imageId <= ids.getMax()) {
          if (i != group) {
            rows = List.of();
            rows = read(i);
            group = i;
          }
          for (PackedImage row : rows) {
            if (row.imageId() == imageId) {
              return row;
            }
          }
        }
      }
      return null;
    }

    /** How many row groups there are. */
    public int groups() {
      return parquet.getRowGroups().size();
    }

    /**
     * All rows of a row group.
     *
     * @throws IOException if the file cannot be read or is damaged
     */
    public List<PackedImage> read(int rowGroup) throws IOException {
      List<PackedImage> read = new ArrayList<>();
      try (PageReadStore pages = parquet.readRowGroup(rowGroup)) {
        RecordReader<Group> groups =
            new ColumnIOFactory()
                .getColumnIO(wanted)
                .getRecordReader(pages, new GroupRecordConverter(wanted));
        for (long row = 0; row < pages.getRowCount(); row++) {
          read.add(image(groups.read()));
        }
      } catch (ParquetDecodingException | IllegalArgumentException e) {
        throw new IOException(
            "%s is damaged; see pancap verify --packed, and pack again".formatted(file), e);
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      parquet.close();
    }
  }

  /**
   * Opens a file; reads the footer only.
   *
   * @throws IOException if it cannot be read
   */
  public static Reader reader(FileStatus file, Configuration hadoop) throws IOException {
    return open(file, SCHEMA, hadoop);
  }

  /**
   * All rows without their contents, whose bytes are not read.
   *
   * @throws IOException if the file cannot be read or is damaged
   */
  public static List<PackedImage> facts(FileStatus file, Configuration hadoop) throws IOException {
    List<PackedImage> rows = new ArrayList<>();
    try (Reader reader = open(file, FACTS_SCHEMA, hadoop)) {
      for (int group = 0; group < reader.groups(); group++) {
        rows.addAll(reader.read(group));
      }
    }
    return rows;
  }

  private static Reader open(FileStatus file, MessageType wanted, Configuration hadoop)
      throws IOException {
    return new Reader(
        file.getPath(),
        ParquetRows.columns(HadoopInputFile.fromStatus(file, hadoop), hadoop),
        wanted);
  }

  private static LongStatistics idBounds(BlockMetaData group) {
    return (LongStatistics) group.getColumns().get(0).getStatistics();
  }

  private static PackedImage image(Group row) {
    return new PackedImage(row.getLong("image_id", 0), file(row, "picture"), file(row, "mask"));
  }

  @SuppressWarnings("NullAway") // An array that may be null is not understood in a record.
  private static PackedFile file(Group row, String name) {
    Group facts = row.getGroup(name, 0);
    String content = name + "_bytes";
    return new PackedFile(
        facts.getString("name", 0),
        facts.getLong("length", 0),
        facts.getString("sha256", 0),
        has(facts, "fault") ? Reason.valueOf(facts.getString("fault", 0)) : null,
        has(facts, "detail") ? facts.getString("detail", 0) : null,
        has(row, content) ? row.getBinary(content, 0).getBytes() : null);
  }

  private static boolean has(Group group, String field) {
    return group.getType().containsField(field) && group.getFieldRepetitionCount(field) > 0;
  }
}
