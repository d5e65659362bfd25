package dev.pancap.synth;

import java.util.List;
import java.util.Random;

/**
 * Draws scenes in COCO's panoptic manner: backdrops, things that stand on them and hide one
 * another, small ones, ones cut by the border, crowds, patches that nobody labelled.
 *
 * <p>A scene depends on the seed, its index and the size alone: any scene can be drawn on its own,
 * by any thread, in any order, and comes out the same. Safe for use by several threads.
 */
public final class SceneGenerator {
  static final int MIN_SIDE = 16;
  static final int MAX_SIDE = 8192;

  private final long seed;
  private final int width;
  private final int height;

  /**
   * @param width of the pictures, 16 to 8192
   * @param height of the pictures, 16 to 8192
   * @throws IllegalArgumentException if a side is out of range
   */
  public SceneGenerator(long seed, int width, int height) {
    if (Math.min(width, height) < MIN_SIDE || Math.max(width, height) > MAX_SIDE) {
      throw new IllegalArgumentException(
          "Sides must be between %d and %d: %d x %d".formatted(MIN_SIDE, MAX_SIDE, width, height));
    }
    this.seed = seed;
    this.width = width;
    this.height = height;
  }

  /**
   * The scene of an index; its image id is one more.
   *
   * @throws IllegalArgumentException if the index is negative
   */
  public SyntheticScene scene(int index) {
    if (index < 0) {
      throw new IllegalArgumentException("Indexes start at 0: " + index);
    }
    Random random = new Random(scramble(scramble(seed) + index));
    List<SceneKind> kinds = SceneBook.scenes();
    SceneKind kind = kinds.get(random.nextInt(kinds.size()));
    SceneComposer composer = new SceneComposer(kind, random, width, height);
    composer.compose();
    int quality = 78 + random.nextInt(17);
    return composer.finish(index + 1L, quality);
  }

  /** SplitMix64's finaliser: neighbouring indexes start far apart. */
  private static long scramble(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
