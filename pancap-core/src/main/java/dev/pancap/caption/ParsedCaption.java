package dev.pancap.caption;

import java.io.Serializable;
import java.util.List;

/**
 * A grounded caption in canonical form and what had to be put right, or could not be, to get there.
 *
 * @param slips in text order
 */
public record ParsedCaption(GroundedCaption caption, List<CaptionSlip> slips)
    implements Serializable {
  public ParsedCaption {
    slips = List.copyOf(slips);
  }

  /** Whether every slip could be repaired with certainty. */
  public boolean isCertain() {
    return slips.stream().noneMatch(found -> found.slip().treatment() == Slip.Treatment.FAULT);
  }
}
