package dev.pancap.audit;

import java.io.Serializable;
import java.util.List;

/**
 * What the captions of a batch say together of the number that ids start at.
 *
 * @param captions in the batch
 * @param telling captions with enough phrases that name a class
 * @param asWritten of these: those that fit as they are
 * @param oneHigher of these: those that fit when every id is one higher
 * @param oneLower of these: those that fit when every id is one lower
 * @param withZero captions that name the id 0
 * @param verdict what follows
 */
public record AuditBatch(
    String name,
    long captions,
    long telling,
    long asWritten,
    long oneHigher,
    long oneLower,
    long withZero,
    Verdict verdict)
    implements Serializable {
  /** Fewer captions of a batch do not speak for the others. */
  private static final int MIN_TELLING = 10;

  private static final double AGREE = 0.9;

  /** Which ids a batch means. */
  public enum Verdict {
    AS_WRITTEN(0),
    ONE_HIGHER(1),
    ONE_LOWER(-1),
    /** Captions differ: each is judged by itself. */
    MIXED(0),
    /** Too few captions name classes. */
    UNCLEAR(0);

    private final int shift;

    Verdict(int shift) {
      this.shift = shift;
    }

    /** By how much all ids of the batch are to be moved. */
    public int shift() {
      return shift;
    }
  }

  /** Of the captions of one batch. */
  public static AuditBatch of(String name, List<CaptionLook> looks) {
    long higher = looks.stream().filter(look -> look.ownShift() == 1).count();
    long lower = looks.stream().filter(look -> look.ownShift() == -1).count();
    long written = looks.stream().filter(CaptionLook::fitsAsWritten).count();
    return new AuditBatch(
        name,
        looks.size(),
        looks.stream().filter(CaptionLook::tells).count(),
        written,
        higher,
        lower,
        looks.stream().filter(look -> look.ids().contains(0)).count(),
        verdict(written, higher, lower));
  }

  private static Verdict verdict(long written, long higher, long lower) {
    double all = (double) written + higher + lower;
    if (all < MIN_TELLING) {
      return Verdict.UNCLEAR;
    }
    if (written >= AGREE * all) {
      return Verdict.AS_WRITTEN;
    }
    if (higher >= AGREE * all) {
      return Verdict.ONE_HIGHER;
    }
    return lower >= AGREE * all ? Verdict.ONE_LOWER : Verdict.MIXED;
  }
}
