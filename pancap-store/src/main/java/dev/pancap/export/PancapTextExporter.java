package dev.pancap.export;

import dev.pancap.caption.PhraseGroup;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The published form of COCONut-PanCap: a tar of {@code caption_<split>2017/<12 digits>.txt}, the
 * tags naming the ids of the panoptic masks.
 */
final class PancapTextExporter implements Exporter {
  private static final String SECTION = "captions";

  private final String split;

  PancapTextExporter(String split) {
    this.split = split;
  }

  @Override
  public void write(ReleaseRow row, PartWriter to) throws IOException {
    String name = String.format(Locale.ROOT, "%s/%012d.txt", folder(split), row.imageId());
    to.raw(SECTION, TarEntry.of(name, grounded(row).getBytes(StandardCharsets.UTF_8)));
  }

  static List<AssembledFile> assembled(String split) {
    return List.of(
        AssembledFile.of(folder(split) + ".tar").raw(SECTION).bytes(TarEntry.end()).build());
  }

  private static String folder(String split) {
    return "caption_" + split + "2017";
  }

  /** The caption with tags of segment ids. */
  static String grounded(ReleaseRow row) {
    Map<Integer, ReleaseRow.ReleaseSegment> byMark = RowText.byMark(row);
    return RowText.with(
        row, group -> "<%s: %s>".formatted(ids(group, byMark, row), group.phrase()));
  }

  private static String ids(
      PhraseGroup group, Map<Integer, ReleaseRow.ReleaseSegment> byMark, ReleaseRow row) {
    return group.markIds().stream()
        .map(mark -> Integer.toString(RowText.segment(byMark, mark, row).segmentId()))
        .collect(Collectors.joining(","));
  }
}
