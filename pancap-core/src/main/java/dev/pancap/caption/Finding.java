package dev.pancap.caption;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the gate found.
 *
 * @param detail for people and for the model that is asked again
 * @param mark the region that it is about, or null
 * @param start where it is in the plain text, in code points; -1 if nowhere
 * @param end exclusive; -1 if nowhere
 */
public record Finding(GateRule rule, String detail, @Nullable Integer mark, int start, int end)
    implements Serializable {

  static Finding of(GateRule rule, String detail) {
    return new Finding(rule, detail, null, -1, -1);
  }

  static Finding at(GateRule rule, String detail, @Nullable Integer mark, PhraseGroup group) {
    return new Finding(rule, detail, mark, group.start(), group.end());
  }

  public boolean isFault() {
    return rule.severity() == GateRule.Severity.FAULT;
  }
}
