package dev.pancap.caption;

import java.io.Serializable;
import java.util.List;

/**
 * A phrase of a grounded caption and the marks that it names.
 *
 * @param markIds in the order of the tag, each once
 * @param start where the phrase starts in the plain text, in Unicode code points
 * @param end where it ends, exclusive, in Unicode code points
 */
public record PhraseGroup(String phrase, List<Integer> markIds, int start, int end)
    implements Serializable {
  public PhraseGroup {
    markIds = List.copyOf(markIds);
  }
}
