package dev.pancap.spark.report;

import dev.pancap.eval.panoptic.EvaluatedSegments;
import dev.pancap.eval.panoptic.PanopticQuality;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A release as the truth of an evaluation: masks and captions, image by image. */
public final class ReleaseTruth {
  private ReleaseTruth() {}

  /** Hears of every image. */
  public interface Listener {
    /**
     * @param caption plain text
     */
    void image(long imageId, PanopticQuality.Side masks, String caption);
  }

  /**
   * Reads a release once.
   *
   * @param release a release, or the folder that {@code build} wrote to
   * @throws dev.pancap.config.ConfigException if there is no release
   * @throws IOException if a file cannot be read
   */
  public static void forEach(String release, Configuration hadoop, Listener listener)
      throws IOException {
    for (Path file : ReleaseReport.dataFiles(ReleaseReport.root(release, hadoop), hadoop)) {
      try (ReleaseFile.Reader rows = ReleaseFile.reader(file, hadoop)) {
        for (ReleaseRow row = rows.read(); row != null; row = rows.read()) {
          listener.image(row.imageId(), masks(row), row.caption());
        }
      }
    }
  }

  /** The masks of a row, by their marks. */
  public static PanopticQuality.Side masks(ReleaseRow row) {
    int[] ids = new int[Math.multiplyExact(row.width(), row.height())];
    List<EvaluatedSegments.Row> segments = new ArrayList<>();
    for (ReleaseRow.ReleaseSegment segment : row.segments()) {
      byte[] pixels =
          CompressedRunLengths.decode(segment.rleCounts(), row.width(), row.height()).decode();
      for (int i = 0; i < pixels.length; i++) {
        if (pixels[i] != 0) {
          ids[i] = segment.mark();
        }
      }
      segments.add(
          new EvaluatedSegments.Row(
              segment.mark(), segment.categoryId(), segment.isCrowd(), segment.area()));
    }
    return new PanopticQuality.Side(
        LabelMap.wrap(row.width(), row.height(), ids), EvaluatedSegments.of(segments));
  }
}
