package dev.pancap.spark.journal;

import dev.pancap.journal.JournalEntry;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.ImagePiece;
import dev.pancap.store.CorruptJournalException;
import dev.pancap.store.JournalReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of earlier runs. A damaged file is left out as a whole; each leaves a note in the
 * run's folder, which a task that is tried again merely writes again.
 */
public final class StoredAnswers {
  private static final Logger log = LoggerFactory.getLogger(StoredAnswers.class);

  private final SparkSession spark;
  private final String outputDir;
  private final Path notes;

  /**
   * @param outputDir the {@code --out} folder of {@code build}
   */
  public StoredAnswers(SparkSession spark, String outputDir, String runDir) {
    this.spark = spark;
    this.outputDir = outputDir;
    this.notes = new Path(runDir, "damaged-journal-files");
  }

  /** Reads all answers, spread over tasks by file. */
  public Dataset<ImagePiece> read() throws IOException {
    HadoopSettings settings = HadoopSettings.of(spark);
    List<String> files = new ArrayList<>(JournalReader.files(outputDir, settings.configuration()));
    // Files of one time have about one size: neighbours go to different tasks.
    Collections.sort(files);
    return spark
        .createDataset(files, Encoders.STRING())
        .flatMap(new ReadFile(settings, notes.toString()), RecordEncoders.of(ImagePiece.class));
  }

  /** One sentence for each damaged file that was met since {@link #read}, by file name. */
  public List<String> damage() throws IOException {
    Configuration hadoop = HadoopSettings.of(spark).configuration();
    FileSystem files = notes.getFileSystem(hadoop);
    List<String> sentences = new ArrayList<>();
    try {
      FileStatus[] found = files.listStatus(notes);
      Arrays.sort(found);
      for (FileStatus note : found) {
        try (var in = files.open(note.getPath())) {
          sentences.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    } catch (FileNotFoundException none) {
      return List.of();
    }
    return sentences;
  }

  /**
   * What writers with this name stored up to now. Files that cannot be trusted are left out: their
   * answers are asked for again.
   */
  public static List<JournalEntry> of(String author, String outputDir, HadoopSettings settings)
      throws IOException {
    List<JournalEntry> answers = new ArrayList<>();
    for (String file : JournalReader.filesOf(author, outputDir, settings.configuration())) {
      try {
        answers.addAll(JournalReader.read(file, settings.configuration()));
      } catch (CorruptJournalException e) {
        log.warn("Journal file {} is left out: {}", file, e.getMessage());
      }
    }
    return answers;
  }

  /** Reads one file, or notes why it cannot be trusted. */
  record ReadFile(HadoopSettings settings, String notes)
      implements FlatMapFunction<String, ImagePiece> {
    @Override
    public Iterator<ImagePiece> call(String file) throws IOException {
      try {
        return JournalReader.read(file, settings.configuration()).stream()
            .map(ImagePiece::of)
            .iterator();
      } catch (CorruptJournalException e) {
        log.warn("Journal file {} is left out: {}", file, e.getMessage());
        note(new Path(file).getName(), String.valueOf(e.getMessage()));
        return List.<ImagePiece>of().iterator();
      }
    }

    private void note(String name, String sentence) {
      Path path = new Path(notes, name + ".txt");
      try (OutputStream out =
          path.getFileSystem(settings.configuration()).create(path, /* overwrite= */ true)) {
        out.write(sentence.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot note a damaged journal file", e);
      }
    }
  }
}
