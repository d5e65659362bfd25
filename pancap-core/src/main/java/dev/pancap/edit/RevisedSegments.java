package dev.pancap.edit;

import dev.pancap.panoptic.PreparedImage;
import java.util.List;
import java.util.Set;

/**
 * An image with what people said of its segments: without those that they dropped, with the classes
 * that they gave. Marks stay as they were.
 *
 * @param image the image to go on with
 * @param dropped marks of segments that are gone
 * @param relabelled marks of segments whose class a person gave
 * @param confirmed marks of segments whose class a person found right
 * @param outcomes what became of each edit
 */
public record RevisedSegments(
    PreparedImage image,
    Set<Integer> dropped,
    Set<Integer> relabelled,
    Set<Integer> confirmed,
    List<EditOutcome> outcomes) {
  public RevisedSegments {
    dropped = Set.copyOf(dropped);
    relabelled = Set.copyOf(relabelled);
    confirmed = Set.copyOf(confirmed);
    outcomes = List.copyOf(outcomes);
  }
}
