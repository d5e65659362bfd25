package dev.pancap.spark.stage;

import dev.pancap.edit.EditRecord;
import dev.pancap.journal.JournalEntry;
import dev.pancap.panoptic.SourceImage;
import dev.pancap.quarantine.Rejection;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of one image, in one place. Either the source or the rejection is null:
 * Spark has no encoder for sealed types.
 *
 * @param answers what models said of it in earlier runs
 * @param edits what people corrected
 */
public record RoutedImage(
    long imageId,
    @Nullable SourceImage source,
    @Nullable Rejection rejection,
    List<JournalEntry> answers,
    List<EditRecord> edits)
    implements Serializable {
  public RoutedImage {
    if ((source == null) == (rejection == null)) {
      throw new IllegalArgumentException("Need a source or a rejection, not both");
    }
    answers = List.copyOf(answers);
    edits = List.copyOf(edits);
  }
}
