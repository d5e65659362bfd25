package dev.pancap.features;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pancap.config.ConfigException;
import java.io.Serializable;

/**
 * How mask-pooled features are made.
 *
 * @param suffix the variant of the vision graph: empty, {@code _fp16}, {@code _quantized} …
 * @param splitImages whether an Idefics3 or SmolVLM model's grid is joined from tiles
 * @param longestEdge the pixels that a picture's longer side is scaled to before splitting; 0 takes
 *     the folder's value
 * @param threads threads of one picture; 0 takes all cores of the machine
 * @param precision of the written numbers
 */
public record FeaturesConfig(
    String suffix, boolean splitImages, int longestEdge, int threads, Precision precision)
    implements Serializable {

  /** How features are written. */
  public enum Precision {
    @JsonProperty("fp16")
    FP16,
    @JsonProperty("fp32")
    FP32
  }

  public FeaturesConfig {
    ConfigException.check(
        longestEdge >= 0, "features.longest-edge must be 0 or more: %d", longestEdge);
    ConfigException.check(threads >= 0, "features.threads must be 0 or more: %d", threads);
  }
}
