package dev.pancap.export;

import dev.pancap.caption.ClassWords;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.caption.Words;
import dev.pancap.store.ReleaseRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Phrases that name one region and no other: they stand once in the caption, name one mask, name
 * its class, and are more than the bare noun where the picture has more than one region of the
 * class.
 */
final class UniquePhrases {
  /** A phrase and its region. */
  record Named(String phrase, ReleaseRow.ReleaseSegment segment) {}

  private UniquePhrases() {}

  /** In text order. */
  static List<Named> of(ReleaseRow row) {
    Map<String, Integer> uses = new HashMap<>();
    row.groups().forEach(group -> uses.merge(bare(group.phrase()), 1, Integer::sum));
    Map<Integer, Integer> sameClass = new HashMap<>();
    row.segments().forEach(segment -> sameClass.merge(segment.categoryId(), 1, Integer::sum));
    Map<Integer, ReleaseRow.ReleaseSegment> byMark = RowText.byMark(row);
    List<Named> named = new ArrayList<>();
    for (PhraseGroup group : RowText.groups(row)) {
      String bare = bare(group.phrase());
      if (group.markIds().size() != 1 || uses.getOrDefault(bare, 0) > 1) {
        continue;
      }
      ReleaseRow.ReleaseSegment segment = RowText.segment(byMark, group.markIds().get(0), row);
      boolean alone = sameClass.getOrDefault(segment.categoryId(), 0) == 1;
      if (!segment.isCrowd()
          && (alone || Words.count(bare) > 1)
          && ClassWords.names(bare, segment.categoryId())) {
        named.add(new Named("the " + bare, segment));
      }
    }
    return named;
  }

  private static String bare(String phrase) {
    return phrase
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^(?:the|an?|another|one|this|that|its|his|her|their)\\s+", "");
  }
}
