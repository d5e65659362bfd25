package dev.pancap.store;

import dev.pancap.caption.PhraseGroup;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet file of a release, written so that Hugging Face {@code datasets} loads it as it is:
 * every column optional, the features in the footer, {@code image} a struct of bytes and path. The
 * same rows give the same bytes.
 */
public final class ReleaseFile {
  /** 128 MB row groups ran out of memory at a heap of 1 GB; with images these do not. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private static final MessageType SCHEMA = loadSchema();

  private ReleaseFile() {}

  /** The Parquet schema as text; it is part of the manifest. */
  public static String schema() {
    return SCHEMA.toString();
  }

  /** Writes the rows of one file, which appears when the writer is closed. */
  public static final class Writer implements Closeable {
    private final WholeRows rows;

    private Writer(WholeRows rows) {
      this.rows = rows;
    }

    /**
     * @throws IOException if the row cannot be written
     */
    public void write(ReleaseRow row) throws IOException {
      rows.write(toGroup(row, rows.next()));
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

  /** Reads the rows of one file. */
  public static final class Reader implements Closeable {
    private final ParquetReader<Group> file;

    private Reader(ParquetReader<Group> file) {
      this.file = file;
    }

    /** The next row, or null at the end. */
    public @Nullable ReleaseRow read() throws IOException {
      Group row = file.read();
      return row == null ? null : fromGroup(row);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /**
   * Creates a file; one of the same name gives way, as a task that is tried again writes it again.
   *
   * @throws IOException if it cannot be created
   */
  public static Writer writer(Path file, Configuration hadoop) throws IOException {
    return new Writer(
        WholeRows.create(
            file,
            SCHEMA,
            hadoop,
            settings ->
                settings
                    .withRowGroupSize(ROW_GROUP_BYTES)
                    .withDictionaryEncoding("image.bytes", false)
                    .withExtraMetaData(
                        Map.of(HuggingFaceFeatures.FOOTER_KEY, HuggingFaceFeatures.of(SCHEMA)))));
  }

  /**
   * @throws IOException if the file is missing or no file of a release
   */
  public static Reader reader(Path file, Configuration hadoop) throws IOException {
    return new Reader(ParquetRows.of(file, hadoop).build());
  }

  /**
   * Reads ids, names and captions, and no other column.
   *
   * @throws IOException if the file is missing or no file of a release
   */
  public static void readCaptions(Path file, Configuration hadoop, ReleaseCaption.Visitor visitor)
      throws IOException {
    Configuration columns = new Configuration(hadoop);
    columns.set(
        ReadSupport.PARQUET_READ_SCHEMA,
        new MessageType(
                SCHEMA.getName(),
                SCHEMA.getType("image_id"),
                SCHEMA.getType("file_name"),
                SCHEMA.getType("caption"))
            .toString());
    try (ParquetReader<Group> reader = ParquetRows.of(file, columns).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        visitor.caption(
            new ReleaseCaption(
                row.getLong("image_id", 0),
                row.getString("file_name", 0),
                row.getString("caption", 0)));
      }
    }
  }

  private static Group toGroup(ReleaseRow row, Group to) {
    to.add("image_id", row.imageId());
    to.add("file_name", row.fileName());
    to.add("split", row.split());
    to.add("width", row.width());
    to.add("height", row.height());
    Group image = to.addGroup("image");
    if (row.imageBytes() != null) {
      image.add("bytes", Binary.fromConstantByteArray(row.imageBytes()));
    }
    image.add("path", row.imagePath());
    to.add("caption", row.caption());
    to.add("caption_grounded", row.captionGrounded());
    Group groups = to.addGroup("groups");
    for (PhraseGroup phrase : row.groups()) {
      Group element = groups.addGroup("list").addGroup("element");
      element.add("phrase", phrase.phrase());
      addInts(element, "mark_ids", phrase.markIds());
      element.add("start", phrase.start());
      element.add("end", phrase.end());
    }
    Group segments = to.addGroup("segments");
    for (ReleaseRow.ReleaseSegment segment : row.segments()) {
      addSegment(segment, segments.addGroup("list").addGroup("element"));
    }
    to.add("words", row.words());
    to.add("sentences", row.sentences());
    to.add("masks", row.masks());
    to.add("things", row.things());
    to.add("stuffs", row.stuffs());
    to.add("masks_mentioned", row.masksMentioned());
    Group flags = to.addGroup("flags");
    row.flags().forEach(flag -> flags.addGroup("list").add("element", flag));
    to.add("model", row.model());
    to.add("prompt_version", row.promptVersion());
    to.add("describe_key", row.describeKey());
    to.add("compose_key", row.composeKey());
    if (row.sceneGraph() != null) {
      to.add("scene_graph", row.sceneGraph());
    }
    return to;
  }

  private static void addSegment(ReleaseRow.ReleaseSegment segment, Group to) {
    to.add("mark", segment.mark());
    to.add("segment_id", segment.segmentId());
    to.add("category_id", segment.categoryId());
    to.add("category", segment.category());
    to.add("is_thing", segment.isThing());
    to.add("is_crowd", segment.isCrowd());
    to.add("area", segment.area());
    addInts(to, "bbox", segment.bbox());
    Group rle = to.addGroup("rle");
    addInts(rle, "size", segment.rleSize());
    rle.add("counts", segment.rleCounts());
    to.add("description", segment.description());
    to.add("edited", segment.edited());
    to.add("source", segment.source());
    if (segment.score() != null) {
      to.add("score", segment.score());
    }
  }

  private static void addInts(Group to, String name, List<Integer> values) {
    Group list = to.addGroup(name);
    values.forEach(value -> list.addGroup("list").add("element", value));
  }

  /** NullAway does not see the annotation of an array in a record's header. */
  @SuppressWarnings("NullAway")
  private static ReleaseRow fromGroup(Group row) {
    Group image = row.getGroup("image", 0);
    return new ReleaseRow(
        row.getLong("image_id", 0),
        row.getString("file_name", 0),
        row.getString("split", 0),
        row.getInteger("width", 0),
        row.getInteger("height", 0),
        image.getFieldRepetitionCount("bytes") == 0 ? null : image.getBinary("bytes", 0).getBytes(),
        image.getString("path", 0),
        row.getString("caption", 0),
        row.getString("caption_grounded", 0),
        elements(row, "groups").stream()
            .map(
                phrase ->
                    new PhraseGroup(
                        phrase.getString("phrase", 0),
                        ints(phrase, "mark_ids"),
                        phrase.getInteger("start", 0),
                        phrase.getInteger("end", 0)))
            .toList(),
        elements(row, "segments").stream().map(ReleaseFile::segment).toList(),
        row.getInteger("words", 0),
        row.getInteger("sentences", 0),
        row.getInteger("masks", 0),
        row.getInteger("things", 0),
        row.getInteger("stuffs", 0),
        row.getInteger("masks_mentioned", 0),
        strings(row, "flags"),
        row.getString("model", 0),
        row.getString("prompt_version", 0),
        row.getString("describe_key", 0),
        row.getString("compose_key", 0),
        sceneGraph(row));
  }

  /** Releases of before there were scene graphs do not have the column. */
  private static @Nullable String sceneGraph(Group row) {
    return row.getType().containsField("scene_graph")
            && row.getFieldRepetitionCount("scene_graph") > 0
        ? row.getString("scene_graph", 0)
        : null;
  }

  private static ReleaseRow.ReleaseSegment segment(Group from) {
    Group rle = from.getGroup("rle", 0);
    return new ReleaseRow.ReleaseSegment(
        from.getInteger("mark", 0),
        from.getInteger("segment_id", 0),
        from.getInteger("category_id", 0),
        from.getString("category", 0),
        from.getBoolean("is_thing", 0),
        from.getBoolean("is_crowd", 0),
        from.getLong("area", 0),
        ints(from, "bbox"),
        ints(rle, "size"),
        rle.getString("counts", 0),
        from.getString("description", 0),
        from.getBoolean("edited", 0),
        from.getString("source", 0),
        from.getFieldRepetitionCount("score") == 0 ? null : from.getDouble("score", 0));
  }

  private static List<Group> elements(Group from, String name) {
    Group list = from.getGroup(name, 0);
    List<Group> elements = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
      elements.add(list.getGroup("list", i).getGroup("element", 0));
    }
    return elements;
  }

  private static List<Integer> ints(Group from, String name) {
    Group list = from.getGroup(name, 0);
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
      values.add(list.getGroup("list", i).getInteger("element", 0));
    }
    return values;
  }

  private static List<String> strings(Group from, String name) {
    Group list = from.getGroup(name, 0);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
      values.add(list.getGroup("list", i).getString("element", 0));
    }
    return values;
  }

  private static MessageType loadSchema() {
    try (InputStream text =
            Objects.requireNonNull(
                ReleaseFile.class.getResourceAsStream("release-schema.txt"),
                "release-schema.txt is not in the jar");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      return MessageTypeParser.parseMessageType(lines.lines().collect(Collectors.joining("\n")));
    } catch (IOException e) {
      throw new UncheckedIOException("The schema of a release cannot be read", e);
    }
  }
}
