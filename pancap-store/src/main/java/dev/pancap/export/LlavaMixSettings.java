package dev.pancap.export;

import dev.pancap.config.ConfigException;

/**
 * What becomes of the detailed captions of a LLaVA mix.
 *
 * @param base the mix, such as {@code llava_v1_5_mix665k.json}; a Hadoop path
 * @param add 0 swaps each detailed caption of a COCO image for ours of the same image; above, all
 *     detailed captions are left out and so many of ours are added
 * @param seed the same seed adds the same images under the same questions
 * @param questions see {@link DetailQuestions}
 * @param templates see {@link LlavaTemplates}
 */
public record LlavaMixSettings(
    String base, int add, long seed, String questions, String templates) {
  public LlavaMixSettings {
    ConfigException.check(
        !base.isEmpty(),
        "--format llava-mix needs --base FILE, a LLaVA mix such as llava_v1_5_mix665k.json");
    ConfigException.check(add >= 0, "--add must be 0 or more: %d", add);
  }

  boolean isSwap() {
    return add == 0;
  }
}
