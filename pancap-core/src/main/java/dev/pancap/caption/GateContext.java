package dev.pancap.caption;

import java.util.List;
import java.util.Set;

/**
 * What the gate has to know beside the caption and its image.
 *
 * @param struck what must not be said again
 * @param unneeded marks that need no mention, such as bad masks
 */
public record GateContext(List<StruckWords> struck, Set<Integer> unneeded) {
  public static final GateContext NONE = new GateContext(List.of(), Set.of());

  public GateContext {
    struck = List.copyOf(struck);
    unneeded = Set.copyOf(unneeded);
  }
}
