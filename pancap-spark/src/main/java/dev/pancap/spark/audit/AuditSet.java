package dev.pancap.spark.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A data set that is to be audited.
 *
 * @param form how it is laid out, for people
 * @param captions in their order
 * @param classes the categories of every annotated image, those without a caption among them
 */
public record AuditSet(String form, List<AuditInput> captions, Map<Long, List<Integer>> classes) {
  public AuditSet {
    captions = List.copyOf(captions);
  }

  /** A set whose annotations come with its captions. */
  static AuditSet of(String form, List<AuditInput> captions) {
    Map<Long, List<Integer>> classes = new HashMap<>();
    captions.forEach(caption -> classes.put(caption.imageId(), caption.categories()));
    return new AuditSet(form, captions, classes);
  }
}
