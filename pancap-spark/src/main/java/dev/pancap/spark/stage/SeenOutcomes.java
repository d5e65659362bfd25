package dev.pancap.spark.stage;

import dev.pancap.spark.unchanged.InputComparison;
import dev.pancap.spark.unchanged.KnownImages;
import dev.pancap.store.seen.FileStamp;
import dev.pancap.store.seen.SeenFile;
import dev.pancap.store.seen.SeenImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** What the outcomes of a run were made of. */
public final class SeenOutcomes {
  private SeenOutcomes() {}

  /**
   * All images but the deferred ones, which the next run looks at in any case.
   *
   * @param annotations what the source says of each image; empty where it cannot tell
   * @param known images whose outcome was taken over
   */
  public static Iterator<SeenImage> images(
      Dataset<ImageOutcome> outcomes,
      Map<Long, Long> annotations,
      KnownImages known,
      InputComparison before) {
    Stream<SeenImage> takenOver =
        Arrays.stream(known.ids()).mapToObj(id -> Objects.requireNonNull(before.seen(id)));
    Iterator<Row> fresh =
        outcomes
            .filter(functions.col("deferral").isNull())
            .filter(functions.not(known.among(functions.col("imageId"))))
            .select("imageId", "seen")
            .toLocalIterator();
    Iterable<Row> rows = () -> fresh;
    return Stream.concat(
            takenOver,
            StreamSupport.stream(rows.spliterator(), false).map(row -> image(row, annotations)))
        .iterator();
  }

  private static SeenImage image(Row row, Map<Long, Long> annotations) {
    List<SeenFile> files = new ArrayList<>();
    Seq<Row> seen = row.getAs("seen");
    for (Row file : CollectionConverters.asJava(seen)) {
      Row stamp = file.getAs("stamp");
      files.add(
          new SeenFile(
              file.getAs("path"),
              new FileStamp(
                  stamp.getAs("length"), stamp.getAs("modifiedMillis"), stamp.getAs("etag")),
              file.getAs("sha256")));
    }
    long imageId = row.getLong(0);
    return new SeenImage(imageId, annotations.getOrDefault(imageId, 0L), files);
  }
}
