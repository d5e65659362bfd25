package dev.pancap.spark.source;

import dev.pancap.config.ConfigException;
import java.util.HashSet;
import java.util.Set;

/**
 * Watches whether pictures and annotations have an image id in common. It keeps the first ids of
 * each side only: whichever list comes second in a file is compared as a whole with the first ids
 * of the other.
 */
final class IdOverlap {
  private static final int KEPT = 1000;

  private final Set<Long> pictures = new HashSet<>();
  private final Set<Long> annotations = new HashSet<>();
  private boolean found;

  void picture(long id) {
    see(id, pictures, annotations);
  }

  void annotation(long id) {
    see(id, annotations, pictures);
  }

  private void see(long id, Set<Long> own, Set<Long> other) {
    if (own.size() < KEPT) {
      own.add(id);
    }
    found = found || other.contains(id);
  }

  /**
   * @throws ConfigException if one side is empty or they have nothing in common
   */
  void require(String file) {
    ConfigException.check(!pictures.isEmpty(), "%s names no picture that can be used", file);
    ConfigException.check(!annotations.isEmpty(), "%s holds no annotation that can be used", file);
    ConfigException.check(
        found, "%s: no annotation has the image id of any of the first %d pictures", file, KEPT);
  }
}
