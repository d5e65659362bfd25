package dev.pancap.eval.panoptic;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The outcome of comparing one image's masks.
 *
 * @param matches in ascending order of (true id, predicted id)
 * @param falsePositives by class
 * @param falseNegatives by class
 */
public record ImageQuality(
    List<Match> matches, Map<Integer, Long> falsePositives, Map<Integer, Long> falseNegatives)
    implements Serializable {
  public ImageQuality {
    matches = List.copyOf(matches);
    falsePositives = Map.copyOf(falsePositives);
    falseNegatives = Map.copyOf(falseNegatives);
  }

  /** A true and a predicted segment of one class whose IoU is above one half. */
  public record Match(int classId, double iou) implements Serializable {}
}
