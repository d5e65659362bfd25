package dev.pancap.spark.segment;

import dev.pancap.journal.JournalEntry;
import java.io.Serializable;
import java.util.List;

/**
 * A picture with what earlier runs found in pictures of its id.
 *
 * @param answers stored segmentations, of other networks and older pictures, too
 */
public record KnownPicture(PictureFile file, List<JournalEntry> answers) implements Serializable {
  public KnownPicture {
    answers = List.copyOf(answers);
  }

  static KnownPicture of(PictureFile file) {
    return new KnownPicture(file, List.of());
  }
}
