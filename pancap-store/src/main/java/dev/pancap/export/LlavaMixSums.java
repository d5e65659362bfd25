package dev.pancap.export;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Lays the counters of a mix beside the arithmetic of the paper (arXiv 2502.02589, appendix):
 * LLaVA's 665K rows hold 23K detailed captions of COCO images; swapped the size stays, left out
 * 642K rows stay, and with 20K, 50K or 118K captions of COCONut-PanCap they are 662K, 692K and
 * 760K.
 */
public final class LlavaMixSums {
  private static final long PAPER_IN = 665;
  private static final long PAPER_DETAILED = 23;
  private static final double THOUSAND = 1000;

  private LlavaMixSums() {}

  /** Sentences for people: the sum, the paper's beside it, and where the two part. */
  public static String of(Map<String, Long> counters, int add) {
    long in = of(counters, LlavaMix.IN);
    long detailed = of(counters, LlavaMix.DETAILED);
    long out = of(counters, LlavaMix.OUT);
    StringBuilder text = new StringBuilder();
    if (add == 0) {
      text.append(
          line(
              "%,d rows in, %,d of %,d detailed captions swapped, %,d rows out: the size stays",
              in, of(counters, LlavaMix.MATCHED), detailed, out));
      text.append("  the paper: 665K in, 23K swapped, 665K out\n");
    } else {
      long dropped = of(counters, LlavaMix.DROPPED);
      text.append(
          line(
              "%,d in - %,d left out = %,d, + %,d of ours = %,d out",
              in, dropped, in - dropped, of(counters, LlavaMix.ADDED), out));
      long paperOut = PAPER_IN - PAPER_DETAILED + Math.round(add / THOUSAND);
      text.append(
          line(
              "the paper: 665K - 23K = 642K, + %,dK = %,dK", Math.round(add / THOUSAND), paperOut));
      if (Math.round(in / THOUSAND) == PAPER_IN && Math.round(out / THOUSAND) != paperOut) {
        text.append(
            line("these differ by %,d rows", Math.abs(out - Math.round(paperOut * THOUSAND))));
      }
    }
    if (Math.round(in / THOUSAND) == PAPER_IN
        && Math.round(detailed / THOUSAND) != PAPER_DETAILED) {
      text.append(
          line(
              "%,d detailed captions were recognised where the paper has 23K: see --detail-questions",
              detailed));
    }
    return text.toString();
  }

  private static long of(Map<String, Long> counters, String name) {
    return Objects.requireNonNull(counters.get(name), name);
  }

  private static String line(String format, Object... figures) {
    return "  " + String.format(Locale.ROOT, format, figures) + "\n";
  }
}
