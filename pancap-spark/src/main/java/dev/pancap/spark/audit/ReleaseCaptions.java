package dev.pancap.spark.audit;

import dev.pancap.audit.AuditedMask;
import dev.pancap.audit.AuditedMask.State;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * The captions of a data file of a release; tags name marks, and the masks are its run lengths.
 *
 * @param release the release's folder
 */
record ReleaseCaptions(String release, HadoopSettings hadoop)
    implements FlatMapFunction<String, AuditInput> {
  @Override
  public Iterator<AuditInput> call(String file) throws IOException {
    List<AuditInput> captions = new ArrayList<>();
    try (ReleaseFile.Reader rows =
        ReleaseFile.reader(new Path(release, file), hadoop.configuration())) {
      for (ReleaseRow row = rows.read(); row != null; row = rows.read()) {
        captions.add(caption(row, file));
      }
    }
    return captions.iterator();
  }

  private static AuditInput caption(ReleaseRow row, String file) {
    return new AuditInput(
        0,
        row.imageId(),
        file,
        file,
        row.captionGrounded(),
        row.segments().stream().map(ReleaseRow.ReleaseSegment::mark).toList(),
        row.segments().stream().map(ReleaseRow.ReleaseSegment::categoryId).toList(),
        "",
        mask(row));
  }

  private static AuditedMask mask(ReleaseRow row) {
    List<Integer> without = new ArrayList<>();
    for (ReleaseRow.ReleaseSegment segment : row.segments()) {
      try {
        if (CompressedRunLengths.decode(segment.rleCounts(), row.width(), row.height()).areaPixels()
            == 0) {
          without.add(segment.mark());
        }
      } catch (BadRecordException e) {
        return AuditedMask.of(
            State.UNREADABLE, "mark %d: %s".formatted(segment.mark(), e.getMessage()));
      }
    }
    return without.size() == row.segments().size()
        ? AuditedMask.of(State.EMPTY, "no segment has a pixel")
        : new AuditedMask(State.THERE, without, "");
  }
}
