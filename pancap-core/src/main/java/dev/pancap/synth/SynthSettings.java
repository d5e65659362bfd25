package dev.pancap.synth;

import dev.pancap.config.ConfigException;

/**
 * Which synthetic pictures to draw.
 *
 * @param images how many, 1 to 10 million
 * @param threads how many are drawn at a time
 */
public record SynthSettings(int images, long seed, int width, int height, int threads) {
  private static final int MAX_IMAGES = 10_000_000;

  public SynthSettings {
    ConfigException.check(
        images >= 1 && images <= MAX_IMAGES,
        "--images must be between 1 and %d: %d",
        MAX_IMAGES,
        images);
    ConfigException.check(
        Math.min(width, height) >= SceneGenerator.MIN_SIDE
            && Math.max(width, height) <= SceneGenerator.MAX_SIDE,
        "--size must be between %dx%d and %dx%d: %dx%d",
        SceneGenerator.MIN_SIDE,
        SceneGenerator.MIN_SIDE,
        SceneGenerator.MAX_SIDE,
        SceneGenerator.MAX_SIDE,
        width,
        height);
    ConfigException.check(threads >= 1, "--threads must be positive: %d", threads);
  }
}
