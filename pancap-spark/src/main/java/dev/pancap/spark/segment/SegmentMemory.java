package dev.pancap.spark.segment;

import dev.pancap.journal.JournalEntry;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.Round;
import dev.pancap.model.TokenUsage;
import dev.pancap.segment.StoredSegmentation;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.journal.StoredAnswers;
import dev.pancap.spark.source.ImagePiece;
import dev.pancap.store.JournalReader;
import dev.pancap.store.JournalWriter;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Where segmentations are kept from one run to the next: a journal of its own under {@code
 * DIR/segmented/}, so that builds without a network do not read masks. Tasks write it as they go,
 * so that a killed run loses what was in work.
 *
 * @param folder a Hadoop path
 * @param model the network's name
 * @param fingerprint the network's, part of every key
 * @param flushAfterMillis how long a segmentation may wait for others
 */
public record SegmentMemory(String folder, String model, String fingerprint, long flushAfterMillis)
    implements Serializable {
  private static final String FOLDER = "segmented";

  /**
   * @param outputDir the {@code --out} folder of {@code build}
   */
  static String folderIn(String outputDir) {
    return new Path(outputDir, FOLDER).toString();
  }

  /**
   * The pictures with what is known of them.
   *
   * @param runDir takes a note of each damaged file
   */
  Dataset<KnownPicture> join(
      SparkSession spark, List<PictureFile> pictures, Configuration hadoop, String runDir)
      throws IOException {
    if (JournalReader.files(folder, hadoop).isEmpty()) {
      return spark.createDataset(
          pictures.stream().map(KnownPicture::of).toList(), RecordEncoders.of(KnownPicture.class));
    }
    Dataset<ImagePiece> answers = new StoredAnswers(spark, folder, runDir).read();
    return spark
        .createDataset(pictures, RecordEncoders.of(PictureFile.class))
        .groupByKey((MapFunction<PictureFile, Long>) PictureFile::imageId, Encoders.LONG())
        .cogroup(
            answers.groupByKey(
                (MapFunction<ImagePiece, Long>) ImagePiece::imageId, Encoders.LONG()),
            new Meet(),
            RecordEncoders.of(KnownPicture.class));
  }

  /** Brings together the pictures and the answers of one id. */
  record Meet() implements CoGroupFunction<Long, PictureFile, ImagePiece, KnownPicture> {
    @Override
    public Iterator<KnownPicture> call(
        Long imageId, Iterator<PictureFile> pictures, Iterator<ImagePiece> pieces) {
      List<JournalEntry> answers = new ArrayList<>();
      pieces.forEachRemaining(piece -> answers.add(Objects.requireNonNull(piece.answer())));
      List<KnownPicture> known = new ArrayList<>();
      pictures.forEachRemaining(picture -> known.add(new KnownPicture(picture, answers)));
      return known.iterator();
    }
  }

  /** What a task uses; without a memory one that knows and keeps nothing. */
  static Access open(SegmentPictures.Settings settings) throws IOException {
    SegmentMemory memory = settings.memory();
    if (memory == null) {
      return new Access(null, null);
    }
    JournalWriter writer =
        JournalWriter.open(
            memory.folder,
            settings.hadoop().configuration(),
            Clock.systemUTC(),
            memory.flushAfterMillis);
    TaskContext task = TaskContext.get();
    Access access = new Access(memory, writer);
    if (task != null) {
      // Also when the task fails or is killed: what was found is kept.
      task.addTaskCompletionListener((TaskCompletionListener) ended -> access.close());
    }
    return access;
  }

  /** The memory as one task sees it. */
  static final class Access {
    private final @Nullable SegmentMemory memory;
    private final @Nullable JournalWriter writer;

    private Access(@Nullable SegmentMemory memory, @Nullable JournalWriter writer) {
      this.memory = memory;
      this.writer = writer;
    }

    /** The key of a picture's file; empty where nothing is kept. */
    String key(byte[] picture) {
      return memory == null ? "" : StoredSegmentation.key(memory.fingerprint, picture);
    }

    @Nullable StoredSegmentation find(KnownPicture picture, String key) {
      for (JournalEntry entry : picture.answers()) {
        if (entry.key().equals(key)) {
          return StoredSegmentation.parse(entry.answer().text());
        }
      }
      return null;
    }

    void keep(long imageId, String key, StoredSegmentation found) {
      if (memory == null || writer == null) {
        return;
      }
      ModelAnswer answer =
          new ModelAnswer(found.text(), ModelAnswer.Finish.STOP, TokenUsage.NONE, memory.model, 0);
      try {
        writer.append(
            new JournalEntry(key, imageId, Round.SEGMENT, 0, answer, Clock.systemUTC().millis()));
      } catch (IOException e) {
        throw new UncheckedIOException("What was found in image " + imageId + " is not kept", e);
      }
    }

    private void close() {
      try {
        if (writer != null) {
          writer.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("What was found cannot be kept", e);
      }
    }
  }
}
