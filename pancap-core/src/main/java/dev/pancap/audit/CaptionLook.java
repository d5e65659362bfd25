package dev.pancap.audit;

import java.io.Serializable;
import java.util.List;

/**
 * What a caption tells by itself, before it is judged beside others.
 *
 * @param agree of the ids under phrases that name a class, those whose segment has it with ids
 *     moved by -1, 0 and 1
 * @param evidence ids under phrases that name a class
 * @param spoken the classes that phrases name without doubt
 * @param ids that tags name
 * @param possible whether segments with all ids exist when they are moved by -1, 0 and 1
 * @param words of the plain text
 * @param sentences of the plain text
 * @param masks annotated segments
 * @param named annotated segments that a tag names
 * @param findings that need no other caption
 */
public record CaptionLook(
    long imageId,
    String batch,
    List<Integer> agree,
    int evidence,
    List<Integer> spoken,
    List<Integer> ids,
    List<Boolean> possible,
    int words,
    int sentences,
    int masks,
    int named,
    List<AuditFinding> findings)
    implements Serializable {
  /** Fewer phrases that name a class tell nothing. */
  static final int MIN_EVIDENCE = 3;

  /** Of the ids under evidence, those that fit in a caption which belongs to its image. */
  static final double FITS = 0.6;

  public CaptionLook {
    agree = List.copyOf(agree);
    spoken = List.copyOf(spoken);
    ids = List.copyOf(ids);
    possible = List.copyOf(possible);
    findings = List.copyOf(findings);
  }

  /** The share of the evidence that fits with ids moved by -1, 0 or 1. */
  public double fit(int shift) {
    return evidence == 0 ? 0 : (double) agree.get(shift + 1) / evidence;
  }

  boolean tells() {
    return masks > 0 && evidence >= MIN_EVIDENCE;
  }

  /** Whether the ids may be meant one higher or lower. */
  boolean isPossible(int shift) {
    return possible.get(shift + 1);
  }

  /** 1 or -1 where the caption by itself says that its ids are moved; else 0. */
  int ownShift() {
    if (tells()) {
      for (int shift : new int[] {1, -1}) {
        if (fit(shift) >= FITS && fit(0) <= 0.5 * fit(shift)) {
          return shift;
        }
      }
    }
    return 0;
  }

  /** Whether its phrases fit as they are. */
  boolean fitsAsWritten() {
    return tells() && fit(0) >= FITS;
  }
}
