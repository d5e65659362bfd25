package dev.pancap.spark.segment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pancap.config.ConfigException;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.quarantine.Rejection;
import dev.pancap.segment.FoundAnnotationsJson;
import dev.pancap.segment.SegmentationModel;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.ImagePiece;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.storage.StorageLevel;

/**
 * Writes what a network found as a COCO panoptic data set: {@code panoptic/*.png}, {@code
 * panoptic.json} and, a line each, the pictures that could not be read: {@code rejected.jsonl}.
 */
public final class SegmentFolder {
  private final String out;
  private final HadoopSettings hadoop;

  /**
   * @param out a Hadoop path
   */
  public SegmentFolder(String out, HadoopSettings hadoop) {
    this.out = out;
    this.hadoop = hadoop;
  }

  /**
   * What was written.
   *
   * @param unsure segments below the score from which nobody has to look at them
   */
  public record Written(
      long pictures, long rejected, long segments, long unsure, long withoutSegments) {}

  /**
   * @throws ConfigException if the folder holds such a data set already
   */
  public void requireNew() throws IOException {
    Path file = new Path(out, "panoptic.json");
    ConfigException.check(
        !file.getFileSystem(hadoop.configuration()).exists(file),
        "--out %s already holds panoptic.json; name a new folder",
        out);
  }

  /** Runs the segmentation: masks are written by the tasks, the rest from here at the end. */
  public Written write(
      Dataset<ImagePiece> found, SegmentationModel.Identity model, double reviewBelowScore)
      throws IOException {
    Dataset<ImagePiece> pieces =
        found
            .map(new WriteMask(out, hadoop), RecordEncoders.of(ImagePiece.class))
            .persist(StorageLevel.DISK_ONLY());
    try {
      Counts counts = new Counts(reviewBelowScore);
      writeJson(pieces, model, counts);
      writeRejected(pieces, counts);
      return counts.written();
    } finally {
      pieces.unpersist();
    }
  }

  private void writeJson(
      Dataset<ImagePiece> pieces, SegmentationModel.Identity model, Counts counts)
      throws IOException {
    Dataset<ImagePiece> sorted = pieces.orderBy("imageId");
    Path file = new Path(out, "panoptic.json");
    try (FSDataOutputStream stream = file.getFileSystem(configuration()).create(file, false);
        FoundAnnotationsJson json =
            new FoundAnnotationsJson(stream, model.name(), model.fingerprint())) {
      for (Iterator<ImagePiece> it = sorted.toLocalIterator(); it.hasNext(); ) {
        ImagePiece piece = it.next();
        if (piece.picture() != null) {
          json.picture(piece.picture());
        }
      }
      for (Iterator<ImagePiece> it = sorted.toLocalIterator(); it.hasNext(); ) {
        AnnotationEntry annotation = it.next().annotation();
        if (annotation != null) {
          json.annotation(annotation);
          counts.add(annotation);
        }
      }
      json.finish(CategoryTable.coco());
    }
  }

  private void writeRejected(Dataset<ImagePiece> pieces, Counts counts) throws IOException {
    Path file = new Path(out, "rejected.jsonl");
    try (FSDataOutputStream stream = file.getFileSystem(configuration()).create(file, true);
        JsonGenerator json = new JsonFactory().createGenerator((OutputStream) stream)) {
      json.setRootValueSeparator(null);
      Iterator<ImagePiece> rejected =
          pieces.filter("rejection is not null").orderBy("imageId").toLocalIterator();
      while (rejected.hasNext()) {
        write(Objects.requireNonNull(rejected.next().rejection()), json);
        counts.rejected++;
      }
    }
  }

  private static void write(Rejection rejection, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("image_id", rejection.imageId());
    json.writeStringField("file_name", rejection.fileName());
    json.writeStringField("stage", rejection.stage());
    json.writeStringField("reason", rejection.reason().name());
    json.writeStringField("detail", rejection.detail());
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private Configuration configuration() {
    return hadoop.configuration();
  }

  /** Figures of what is written. */
  private static final class Counts {
    private final double reviewBelowScore;
    private long pictures;
    private long rejected;
    private long segments;
    private long unsure;
    private long withoutSegments;

    Counts(double reviewBelowScore) {
      this.reviewBelowScore = reviewBelowScore;
    }

    void add(AnnotationEntry annotation) {
      pictures++;
      segments += annotation.segments().size();
      withoutSegments += annotation.segments().isEmpty() ? 1 : 0;
      for (AnnotatedSegment segment : annotation.segments()) {
        unsure += segment.score() != null && segment.score() < reviewBelowScore ? 1 : 0;
      }
    }

    Written written() {
      return new Written(pictures, rejected, segments, unsure, withoutSegments);
    }
  }

  /** Writes an annotation's mask where its name says, and passes the annotation on without it. */
  record WriteMask(String out, HadoopSettings hadoop)
      implements MapFunction<ImagePiece, ImagePiece>, Serializable {
    @Override
    public ImagePiece call(ImagePiece piece) {
      AnnotationEntry annotation = piece.annotation();
      if (annotation == null) {
        return piece;
      }
      Path file = new Path(new Path(out, "panoptic"), new Path("./" + annotation.maskFile()));
      // A task that is repeated writes the same bytes again.
      try (FSDataOutputStream stream =
          file.getFileSystem(hadoop.configuration()).create(file, true)) {
        stream.write(annotation.maskPng());
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write " + file, e);
      }
      return ImagePiece.of(
          AnnotationEntry.of(annotation.imageId(), annotation.maskFile(), annotation.segments()));
    }
  }
}
