package dev.pancap.spark.source;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.model.RequestKey;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.encoder.RecordEncoders;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Pieces on their way from one long file, which the driver reads as a stream, to many tasks: files
 * of some thousand rows in the run's folder.
 */
final class SpilledPieces implements Closeable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ObjectWriter WRITER = JSON.writerFor(ImagePiece.class);
  private static final ObjectReader READER = JSON.readerFor(ImagePiece.class);
  private static final int ROWS_PER_FILE = 4000;
  private static final long PIXELS_WHERE_NONE_ARE_STATED = 640 * 480;

  /**
   * From docs/benchmarks.md: 38 segments more take 1.8 ms, decoding 307,200 pixels takes 5.9 ms.
   */
  private static final long PIXELS_OF_A_SEGMENT = 2500;

  private final Path folder;
  private final Configuration hadoop;
  private final List<String> paths = new ArrayList<>();
  private @Nullable Writer current;
  private int rows;
  private final Map<Long, Long> annotations = new HashMap<>();
  private final Map<Long, Long> weights = new HashMap<>();

  SpilledPieces(Path folder, Configuration hadoop) {
    this.folder = folder;
    this.hadoop = hadoop;
  }

  void add(ImagePiece piece) throws IOException {
    if (current == null || rows == ROWS_PER_FILE) {
      close();
      Path path = new Path(folder, "pieces-%05d.jsonl.gz".formatted(paths.size()));
      current =
          new OutputStreamWriter(
              new GZIPOutputStream(path.getFileSystem(hadoop).create(path, false), 1 << 16),
              StandardCharsets.UTF_8);
      paths.add(path.toString());
      rows = 0;
    }
    String line = WRITER.writeValueAsString(piece);
    current.write(line);
    current.write('\n');
    // A sum, as an image's pieces may come in any order.
    annotations.merge(piece.imageId(), hash(line), Long::sum);
    weights.merge(piece.imageId(), weight(piece), Long::sum);
    rows++;
  }

  /**
   * Identifies the pieces of each image.
   *
   * @param forAll what counts for every image beside its own pieces
   */
  Map<Long, Long> annotations(String forAll) {
    long common = hash(forAll);
    annotations.replaceAll((image, own) -> own + common);
    return annotations;
  }

  /**
   * About how much work each image is, in pixels: those of its picture, which reading, decoding and
   * drawing take time for, and as many for each segment as take as long.
   */
  Map<Long, Long> weights() {
    return weights;
  }

  private static long weight(ImagePiece piece) {
    long weight = 0;
    if (piece.picture() != null) {
      long pixels = (long) piece.picture().width() * piece.picture().height();
      weight += pixels > 0 ? pixels : PIXELS_WHERE_NONE_ARE_STATED;
    }
    if (piece.annotation() != null) {
      weight += PIXELS_OF_A_SEGMENT * piece.annotation().segments().size();
    }
    return weight;
  }

  private static long hash(String line) {
    return Long.parseUnsignedLong(
        RequestKey.start().with("piece", line).hex().substring(0, 16), 16);
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  /** The rows of all files; they must stay where they are until the run has ended. */
  Dataset<ImagePiece> rows(SparkSession spark) {
    return spark
        .createDataset(paths, Encoders.STRING())
        .flatMap(new ReadFile(HadoopSettings.of(spark)), RecordEncoders.of(ImagePiece.class));
  }

  /** Reads the rows of one file as they are asked for. */
  record ReadFile(HadoopSettings settings) implements FlatMapFunction<String, ImagePiece> {
    @Override
    public Iterator<ImagePiece> call(String path) throws IOException {
      Path file = new Path(path);
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(
                      file.getFileSystem(settings.configuration()).open(file), 1 << 16),
                  StandardCharsets.UTF_8));
      TaskContext task = TaskContext.get();
      if (task != null) {
        task.addTaskCompletionListener((TaskCompletionListener) done -> close(lines));
      }
      return lines.lines().map(ReadFile::parse).iterator();
    }

    private static void close(BufferedReader lines) {
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException("A spilled file cannot be closed", e);
      }
    }

    private static ImagePiece parse(String line) {
      try {
        return READER.readValue(line);
      } catch (IOException e) {
        throw new UncheckedIOException("A spilled row is no image piece", e);
      }
    }
  }
}
