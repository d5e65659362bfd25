package dev.pancap.store.seen;

import java.util.List;
import java.util.Map;

/**
 * The last run that ended well: what it saw and what came of it.
 *
 * @param run its id; its outcomes lie under {@code runs/<id>/outcomes}
 * @param release that was current when it ended
 * @param rowsKey identifies the settings, prompts, model and code that decide about rows
 * @param releaseKey identifies the settings that decide about the release beside its rows
 * @param source files that say which images there are
 * @param edits files of people's edits, by path
 * @param journal files of answers, by path
 * @param answers that the images have in the journal
 * @param quarantinedBy rejections by reason
 * @param flags how many images carry each flag
 */
public record SeenRun(
    String run,
    String release,
    String rowsKey,
    String releaseKey,
    List<SeenFile> source,
    Map<String, FileStamp> edits,
    Map<String, FileStamp> journal,
    long images,
    long published,
    long quarantined,
    long deferred,
    long answers,
    Map<String, Long> quarantinedBy,
    Map<String, Long> flags) {
  public SeenRun {
    source = List.copyOf(source);
  }
}
