package dev.pancap.export;

import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Conversations as LLaVA's {@code Finetune_Custom_Data.md} describes them: one JSON array. */
final class LlavaExporter implements Exporter {
  private static final String ALL = "llava";

  private final ExportSettings settings;
  private final LlavaTemplates templates;

  LlavaExporter(ExportSettings settings) {
    this.settings = settings;
    this.templates = LlavaTemplates.parse(settings.templates());
  }

  @Override
  public void write(ReleaseRow row, PartWriter to) throws IOException {
    for (LlavaTask task : settings.tasks()) {
      // Each task draws for itself: leaving one out changes nothing in the others.
      RandomGenerator random =
          new SplittableRandom(settings.seed() * 31 + task.ordinal() + row.imageId() * 0x9E3779B9L);
      for (LlavaRecord record : records(task, row, random)) {
        to.record(section(settings, task), record.json());
        to.count("records " + task.option());
      }
    }
  }

  static List<AssembledFile> assembled(ExportSettings settings) {
    if (settings.splitBy() == ExportSettings.SplitBy.NONE) {
      return List.of(AssembledFile.jsonArray(ALL + ".json", ALL));
    }
    return settings.tasks().stream()
        .map(
            task ->
                AssembledFile.jsonArray(section(settings, task) + ".json", section(settings, task)))
        .toList();
  }

  private static String section(ExportSettings settings, LlavaTask task) {
    return settings.splitBy() == ExportSettings.SplitBy.NONE ? ALL : ALL + "-" + task.option();
  }

  private List<LlavaRecord> records(LlavaTask task, ReleaseRow row, RandomGenerator random) {
    return switch (task) {
      case CAPTION ->
          List.of(
              new LlavaRecord(task, "", row)
                  .turn(LlavaRecord.IMAGE + templates.draw("caption", random), row.caption()));
      case PGC -> List.of(groundedCaption(row, random));
      case T2I ->
          List.of(
              new LlavaRecord(task, "-t2i", row)
                  .turn(
                      templates.draw("t2i", random).replace("{caption}", row.caption()),
                      LlavaRecord.IMAGE.strip()));
      case REFERRING -> referring(row, random);
      case VQA -> new MaskQuestions(row, templates, random).records();
    };
  }

  private LlavaRecord groundedCaption(ReleaseRow row, RandomGenerator random) {
    Map<Integer, String> tokens = new LinkedHashMap<>();
    String text =
        RowText.with(
            row,
            group -> {
              StringBuilder phrase = new StringBuilder(group.phrase());
              String before = "";
              for (int mark : group.markIds()) {
                String token =
                    tokens.computeIfAbsent(mark, unseen -> "<seg" + (tokens.size() + 1) + ">");
                phrase.append(before).append(token);
                before = " ";
              }
              return phrase.toString();
            });
    LlavaRecord record =
        new LlavaRecord(LlavaTask.PGC, "-pgc", row)
            .turn(LlavaRecord.IMAGE + templates.draw("pgc", random), text);
    Map<Integer, ReleaseRow.ReleaseSegment> byMark = RowText.byMark(row);
    tokens.forEach((mark, token) -> record.token(token, RowText.segment(byMark, mark, row)));
    return record;
  }

  private List<LlavaRecord> referring(ReleaseRow row, RandomGenerator random) {
    List<LlavaRecord> records = new ArrayList<>();
    for (UniquePhrases.Named named : UniquePhrases.of(row)) {
      String question = templates.draw("referring", random).replace("{phrase}", named.phrase());
      records.add(
          new LlavaRecord(LlavaTask.REFERRING, "-ref" + (records.size() + 1), row)
              .turn(LlavaRecord.IMAGE + question, "It is <SEG>.")
              .token("<SEG>", named.segment()));
    }
    return records;
  }
}
