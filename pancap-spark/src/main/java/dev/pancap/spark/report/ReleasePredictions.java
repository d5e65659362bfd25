package dev.pancap.spark.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.pgc.PredictedCaption;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A release as the predictions of an evaluation, such as one whose masks a network found: every
 * phrase of a caption with the masks that it names.
 */
public final class ReleasePredictions {
  private ReleasePredictions() {}

  /** Whether a path is a release, or the folder that {@code build} wrote to. */
  public static boolean isRelease(String path, Configuration hadoop) throws IOException {
    Path folder = new Path(path);
    return ReleaseFolder.open(path, hadoop).current().isPresent()
        || folder.getFileSystem(hadoop).exists(new Path(folder, "manifest.json"));
  }

  /**
   * The captions by image id.
   *
   * @throws dev.pancap.config.ConfigException if there is no release, or no row in it
   * @throws IOException if a file cannot be read
   */
  public static Map<String, PredictedCaption> read(String release, Configuration hadoop)
      throws IOException {
    List<InputRecord> records = new ArrayList<>();
    for (Path file : ReleaseReport.dataFiles(ReleaseReport.root(release, hadoop), hadoop)) {
      try (ReleaseFile.Reader rows = ReleaseFile.reader(file, hadoop)) {
        for (ReleaseRow row = rows.read(); row != null; row = rows.read()) {
          records.add(
              new InputRecord(prediction(row), "%s, image %d".formatted(release, row.imageId())));
        }
      }
    }
    return PredictedCaption.byImageId(records, release);
  }

  private static ObjectNode prediction(ReleaseRow row) {
    Map<Integer, ReleaseRow.ReleaseSegment> byMark = new HashMap<>();
    row.segments().forEach(segment -> byMark.put(segment.mark(), segment));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("image_id", row.imageId()).put("caption", row.caption());
    ArrayNode phrases = json.putArray("phrases");
    ArrayNode counts = json.putArray("phrase_seg_counts");
    ArrayNode masks = json.putArray("pred_masks");
    for (PhraseGroup group : row.groups()) {
      phrases.add(group.phrase());
      counts.add(group.markIds().size());
      for (int mark : group.markIds()) {
        ReleaseRow.ReleaseSegment segment = Objects.requireNonNull(byMark.get(mark));
        ObjectNode rle = masks.addObject();
        segment.rleSize().forEach(rle.putArray("size")::add);
        rle.put("counts", segment.rleCounts());
      }
    }
    return json;
  }
}
