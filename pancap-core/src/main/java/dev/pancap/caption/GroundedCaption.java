package dev.pancap.caption;

import java.io.Serializable;
import java.util.List;

/**
 * A caption whose phrases name their masks.
 *
 * @param grounded the text with tags in canonical form, {@code <3: a red car>}, {@code <4,5: two
 *     vases>}
 * @param plain the text with each tag replaced by its phrase
 * @param groups the tagged phrases in text order
 */
public record GroundedCaption(String grounded, String plain, List<PhraseGroup> groups)
    implements Serializable {
  public GroundedCaption {
    groups = List.copyOf(groups);
  }
}
