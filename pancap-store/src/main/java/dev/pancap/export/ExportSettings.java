package dev.pancap.export;

import dev.pancap.config.ConfigException;
import java.io.Serializable;
import java.util.List;

/**
 * What is exported and how.
 *
 * @param split the name of the split, part of file names
 * @param seed the same seed draws the same questions and templates
 * @param tasks of {@code llava}, in the order in which an image's records stand
 * @param splitBy what gets files of its own
 * @param shardSize samples a tar shard
 * @param templates the text of the templates, see {@link LlavaTemplates}
 */
public record ExportSettings(
    ExportFormat format,
    String split,
    long seed,
    List<LlavaTask> tasks,
    SplitBy splitBy,
    int shardSize,
    String templates)
    implements Serializable {
  private static final int MOST_SAMPLES = 100_000;

  /** What gets files of its own. */
  public enum SplitBy {
    NONE,
    TASK
  }

  public ExportSettings {
    tasks = List.copyOf(tasks);
    ConfigException.check(
        shardSize >= 1 && shardSize <= MOST_SAMPLES,
        "--shard-size must be between 1 and %d: %d",
        MOST_SAMPLES,
        shardSize);
    ConfigException.check(!tasks.isEmpty(), "--tasks names no task");
    ConfigException.check(
        splitBy == SplitBy.NONE || format == ExportFormat.LLAVA,
        "--split-by task goes with --format llava");
  }
}
