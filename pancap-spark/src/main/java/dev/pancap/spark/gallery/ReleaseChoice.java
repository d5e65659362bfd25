package dev.pancap.spark.gallery;

import dev.pancap.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which pictures of a release a gallery shows.
 *
 * @param sample how many, spread evenly, if none is named
 * @param wanted image ids; if there are any, they and no others
 */
public record ReleaseChoice(int sample, Set<Long> wanted) {
  public ReleaseChoice {
    ConfigException.check(
        sample >= 1 && sample <= 2000, "--sample must be between 1 and 2000: %d", sample);
    wanted = Set.copyOf(wanted);
  }

  /** Named images by id. */
  public static ReleaseChoice of(int sample, List<Long> images) {
    return new ReleaseChoice(sample, new TreeSet<>(images));
  }

  /**
   * @param found the position of each wanted image that is in the release
   * @throws ConfigException if one is not
   */
  void check(Map<Long, Long> found) {
    for (Long image : new TreeSet<>(wanted)) {
      ConfigException.check(
          found.containsKey(image),
          "--image %d is not in the release; it may be in quarantine or deferred",
          image);
    }
  }

  /** The rows to show, counted through the release from 0, ascending. */
  Set<Long> positions(ReleaseFigures figures) {
    if (!wanted.isEmpty()) {
      return new TreeSet<>(figures.found().values());
    }
    Set<Long> positions = new TreeSet<>();
    long shown = Math.min(sample, figures.rows());
    for (long i = 0; i < shown; i++) {
      positions.add(i * figures.rows() / shown);
    }
    return positions;
  }

  String describe(long rows) {
    if (!wanted.isEmpty()) {
      return "%d chosen pictures of %,d.".formatted(wanted.size(), rows);
    }
    return rows <= sample
        ? "All %,d pictures.".formatted(rows)
        : "%d of %,d pictures, spread evenly over the release.".formatted(sample, rows);
  }
}
