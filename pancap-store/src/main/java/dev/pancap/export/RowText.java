package dev.pancap.export;

import dev.pancap.caption.PhraseGroup;
import dev.pancap.store.ReleaseRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A row's caption with its phrases written in another way. */
final class RowText {
  private RowText() {}

  /** The plain caption, each phrase replaced by what the function makes of its group. */
  static String with(ReleaseRow row, Function<PhraseGroup, String> phrase) {
    String plain = row.caption();
    StringBuilder text = new StringBuilder(plain.length() * 2);
    int at = 0;
    int point = 0;
    for (PhraseGroup group : groups(row)) {
      int start = plain.offsetByCodePoints(at, group.start() - point);
      int end = plain.offsetByCodePoints(start, group.end() - group.start());
      text.append(plain, at, start).append(phrase.apply(group));
      at = end;
      point = group.end();
    }
    return text.append(plain, at, plain.length()).toString();
  }

  /** In text order. */
  static List<PhraseGroup> groups(ReleaseRow row) {
    return row.groups().stream().sorted(Comparator.comparingInt(PhraseGroup::start)).toList();
  }

  static Map<Integer, ReleaseRow.ReleaseSegment> byMark(ReleaseRow row) {
    Map<Integer, ReleaseRow.ReleaseSegment> byMark = new HashMap<>();
    row.segments().forEach(segment -> byMark.put(segment.mark(), segment));
    return byMark;
  }

  /** A row's groups name only marks that it has: else the release is damaged. */
  static ReleaseRow.ReleaseSegment segment(
      Map<Integer, ReleaseRow.ReleaseSegment> byMark, int mark, ReleaseRow row) {
    ReleaseRow.ReleaseSegment segment = byMark.get(mark);
    if (segment == null) {
      throw new IllegalStateException(
          "Image %d names mark %d, which it does not have".formatted(row.imageId(), mark));
    }
    return segment;
  }
}
