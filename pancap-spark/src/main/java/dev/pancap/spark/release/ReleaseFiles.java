package dev.pancap.spark.release;

import dev.pancap.export.OpenRelease;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.stage.ImageOutcome;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import dev.pancap.store.ReleaseManifest.DataFile;
import dev.pancap.store.ReleaseManifest.FileContent;
import dev.pancap.store.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the Parquet files of a release and reads them back. A file whose rows stand in a file of
 * the release before is copied from there, as it would get the same bytes; only the others are
 * written anew.
 */
public final class ReleaseFiles {
  private static final Logger log = LoggerFactory.getLogger(ReleaseFiles.class);

  private final SparkSession spark;
  private final WriteFiles writer;
  private final List<String> keys;

  /**
   * A file of a release with the file of the review table beside it.
   *
   * @param number from 0
   */
  public record Written(int number, DataFile data, DataFile review) implements Serializable {}

  /**
   * A file of the release before and the one that becomes a copy of it.
   *
   * @param release the folder of the release before
   */
  public record Copy(String release, Written from, Written to) implements Serializable {}

  /** Whether a copy has the sums that it must have. */
  public record Copied(int number, boolean isIntact) implements Serializable {}

  /**
   * @param keys of each file of the layout, as {@link FileContent#key}
   */
  ReleaseFiles(SparkSession spark, WriteFiles writer, List<String> keys) {
    this.spark = spark;
    this.writer = writer;
    this.keys = List.copyOf(keys);
  }

  /** What identifies the rows of each file, in order, and its file of the review table. */
  List<FileContent> contents(List<Written> files) {
    return files.stream()
        .map(file -> new FileContent(keys.get(file.number()), file.review()))
        .toList();
  }

  /**
   * @param before the release that readers have, if there is one
   * @return all files, in order
   */
  List<Written> write(Dataset<ImageOutcome> outcomes, Optional<OpenRelease> before) {
    Map<Integer, Written> files = new TreeMap<>();
    before.ifPresent(
        release -> copy(release).forEach(copied -> files.put(copied.number(), copied)));
    List<Integer> others =
        IntStream.range(0, writer.layout().files())
            .filter(number -> !files.containsKey(number))
            .boxed()
            .toList();
    for (Written file : writeAnew(outcomes, others)) {
      files.put(file.number(), file);
    }
    return List.copyOf(files.values());
  }

  private List<Written> copy(OpenRelease before) {
    List<Copy> copies = copies(before);
    if (copies.isEmpty()) {
      return List.of();
    }
    Map<Integer, Boolean> isIntact =
        spark
            .createDataset(copies, RecordEncoders.of(Copy.class))
            .repartition(copies.size())
            .map(new CopyFile(writer.release(), writer.settings()), RecordEncoders.of(Copied.class))
            .collectAsList()
            .stream()
            .collect(Collectors.toMap(Copied::number, Copied::isIntact));
    List<Written> intact = new ArrayList<>();
    for (Copy copy : copies) {
      if (isIntact.getOrDefault(copy.to().number(), false)) {
        intact.add(copy.to());
      } else {
        log.warn(
            "{} or {} of {} is missing or has other bytes than were written; its rows are written anew. See: pancap verify --release {}",
            copy.from().data().path(),
            copy.from().review().path(),
            copy.release(),
            copy.release());
      }
    }
    return intact;
  }

  /** The files of a release whose rows are those of files that are to be written. */
  private List<Copy> copies(OpenRelease before) {
    ReleaseManifest manifest = before.manifest();
    Map<String, Written> byKey = new HashMap<>();
    for (int number = 0; number < manifest.contents().size(); number++) {
      FileContent content = manifest.contents().get(number);
      byKey.put(content.key(), new Written(number, manifest.files().get(number), content.review()));
    }
    List<Copy> copies = new ArrayList<>();
    for (int number = 0; number < keys.size(); number++) {
      Written from = byKey.get(keys.get(number));
      if (from != null) {
        Written to =
            new Written(
                number,
                renamed(from.data(), writer.layout().dataFile(number)),
                renamed(from.review(), writer.layout().reviewFile(number)));
        copies.add(new Copy(before.root(), from, to));
      }
    }
    return copies;
  }

  private static DataFile renamed(DataFile file, String path) {
    return new DataFile(path, file.rows(), file.bytes(), file.sha256());
  }

  private List<Written> writeAnew(Dataset<ImageOutcome> outcomes, List<Integer> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    List<Integer> written =
        outcomes
            .withColumn(
                "file",
                // Only what is published was laid out, and of two filters Spark may take the
                // second first.
                functions.when(
                    functions.col("published").isNotNull(),
                    writer.layout().filesOf(functions.col("imageId"))))
            .filter(functions.col("file").isInCollection(files))
            .select(
                functions.col("file"),
                functions.col("imageId"),
                functions.col("published").as("row"),
                functions.col("review"))
            .as(RecordEncoders.of(NumberedRow.class))
            .repartitionById(writer.layout().files(), functions.col("file"))
            .sortWithinPartitions("file", "imageId")
            .mapPartitions(writer, Encoders.INT())
            .collectAsList();
    return spark
        .createDataset(written, Encoders.INT())
        .repartition(Math.max(1, written.size()))
        .map(
            new ReadBack(writer.release(), writer.layout(), writer.settings()),
            RecordEncoders.of(Written.class))
        .collectAsList();
  }

  /** Copies one file and the file of the review table beside it, and reads the copies back. */
  record CopyFile(String release, HadoopSettings settings) implements MapFunction<Copy, Copied> {
    @Override
    public Copied call(Copy copy) throws IOException {
      boolean isIntact =
          isIntact(new Path(copy.release(), copy.from().data().path()), copy.to().data())
              && isIntact(
                  new Path(copy.release(), copy.from().review().path()), copy.to().review());
      return new Copied(copy.to().number(), isIntact);
    }

    private boolean isIntact(Path from, DataFile to) throws IOException {
      Configuration hadoop = settings.configuration();
      try {
        WholeFile.copy(from, new Path(release, to.path()), hadoop);
      } catch (FileNotFoundException | ChecksumException e) {
        return false;
      }
      return ReleaseFolder.sum(new Path(release), to.path(), to.rows(), hadoop).equals(to);
    }
  }

  /** Reads a file that was written from its first byte to its last. */
  record ReadBack(String release, FileLayout layout, HadoopSettings settings)
      implements MapFunction<Integer, Written> {
    @Override
    public Written call(Integer number) throws IOException {
      Configuration hadoop = settings.configuration();
      Path folder = new Path(release);
      DataFile data = ReleaseFolder.readBack(folder, layout.dataFile(number), hadoop);
      DataFile review = ReleaseFolder.sum(folder, layout.reviewFile(number), data.rows(), hadoop);
      return new Written(number, data, review);
    }
  }
}
