package dev.pancap.spark.audit;

import dev.pancap.audit.AuditedCaption;
import dev.pancap.audit.AuditedMask;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A caption that is to be audited.
 *
 * @param row its place in the set
 * @param path of its file, or where else it stands
 * @param text with tags
 * @param ids of the annotated segments, as tags name them; empty if there is no annotation
 * @param categories of the segments, in the order of {@code ids}
 * @param maskFile the PNG that is to be looked at; empty if there is none to look at
 * @param mask what is known of the mask without a file
 */
public record AuditInput(
    int row,
    long imageId,
    String batch,
    String path,
    String text,
    List<Integer> ids,
    List<Integer> categories,
    String maskFile,
    AuditedMask mask)
    implements Serializable {
  public AuditInput {
    ids = List.copyOf(ids);
    categories = List.copyOf(categories);
  }

  AuditInput at(int place, String inBatch) {
    return new AuditInput(place, imageId, inBatch, path, text, ids, categories, maskFile, mask);
  }

  AuditInput annotated(List<Integer> byIds, List<Integer> byCategories) {
    return new AuditInput(row, imageId, batch, path, text, byIds, byCategories, maskFile, mask);
  }

  /** The caption, with what was found of its mask. */
  public AuditedCaption caption(AuditedMask found) {
    Map<Integer, Integer> byId = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      byId.putIfAbsent(ids.get(i), categories.get(i));
    }
    return new AuditedCaption(imageId, batch, text, byId, found);
  }
}
