package dev.pancap.audit;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A published caption and what its annotation and mask say.
 *
 * @param imageId from the file's name
 * @param batch the files that it came with: people who caption together err together
 * @param text with its tags
 * @param categories of the annotated segments, by the id that tags use; empty if there is no
 *     annotation
 * @param mask what was found of the mask
 */
public record AuditedCaption(
    long imageId, String batch, String text, Map<Integer, Integer> categories, AuditedMask mask)
    implements Serializable {
  /** Stands for a category that the data set does not tell. */
  public static final int NO_CATEGORY = -1;

  public AuditedCaption {
    categories = Map.copyOf(categories);
  }

  AuditedCaption withText(String other) {
    return new AuditedCaption(imageId, batch, other, categories, mask);
  }

  /** Whether a segment has each of the ids when they are moved. */
  boolean has(List<Integer> ids, int shift) {
    return ids.stream().allMatch(id -> categories.containsKey(id + shift));
  }
}
