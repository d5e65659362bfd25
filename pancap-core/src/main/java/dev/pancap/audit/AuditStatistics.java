package dev.pancap.audit;

import java.util.List;

/**
 * Means over captions, to stand beside those of the paper: 203 words, 11 sentences and 13.2 masks
 * an image of the training set (arXiv 2502.02589, section 3). Whether its masks are all masks or
 * those that a caption names is not said, so both are given.
 *
 * @param words a caption, ids not counted
 * @param sentences a caption
 * @param masks annotated, an image that has an annotation
 * @param named masks that a caption names, of these images
 */
public record AuditStatistics(double words, double sentences, double masks, double named) {
  /** What the paper says of its training set. */
  public static final AuditStatistics PAPER = new AuditStatistics(203, 11, 13.2, 13.2);

  static AuditStatistics of(List<CaptionLook> looks) {
    return new AuditStatistics(
        looks.stream().mapToInt(CaptionLook::words).average().orElse(0),
        looks.stream().mapToInt(CaptionLook::sentences).average().orElse(0),
        looks.stream().mapToInt(CaptionLook::masks).filter(masks -> masks > 0).average().orElse(0),
        looks.stream()
            .filter(look -> look.masks() > 0)
            .mapToInt(CaptionLook::named)
            .average()
            .orElse(0));
  }
}
