package dev.pancap.model.djl;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pancap.config.ConfigException;
import java.io.Serializable;

/**
 * The model inside the JVM and how it is run.
 *
 * @param folder a Hugging Face folder with {@code onnx/}, at the same path on every machine
 * @param visionSuffix the variant of {@code vision_encoder}: empty, {@code _fp16}, {@code _q4} …
 * @param embedSuffix the variant of {@code embed_tokens}
 * @param decoderSuffix the variant of {@code decoder_model_merged}
 * @param mode what one call of the model is asked
 * @param splitImages whether a picture goes in as tiles beside the whole
 * @param longestEdge the pixels that a picture's longer side is scaled to before splitting; 0 takes
 *     the folder's value
 * @param batchSize prompts computed together
 * @param maxBatchTokens prompts of a batch times the tokens of its longest
 * @param regionMaxTokens the budget of one region's answer in mode {@code REGION_BY_REGION}
 * @param workers batches computed at a time
 * @param threads threads of one batch; 0 shares the cores out to the workers
 * @param regionQuestion what is asked of a region; {@code {class}} stands for its class
 * @param summaryQuestion what is asked of the whole picture in round 2; empty asks nothing
 */
public record DjlConfig(
    String folder,
    String visionSuffix,
    String embedSuffix,
    String decoderSuffix,
    Mode mode,
    boolean splitImages,
    int longestEdge,
    int batchSize,
    int maxBatchTokens,
    int regionMaxTokens,
    int workers,
    int threads,
    String regionQuestion,
    String summaryQuestion)
    implements Serializable {

  /** What one call of the model is asked. */
  public enum Mode {
    /** A call a region, with a crop of it and its class; the answer is put together from them. */
    @JsonProperty("region-by-region")
    REGION_BY_REGION,
    /** The prompt of the round as it stands, with picture and overlay. */
    @JsonProperty("whole")
    WHOLE
  }

  public DjlConfig {
    atLeast(0, longestEdge, "longest-edge");
    atLeast(1, batchSize, "batch-size");
    atLeast(1, maxBatchTokens, "max-batch-tokens");
    atLeast(1, regionMaxTokens, "region-max-tokens");
    atLeast(1, workers, "workers");
    atLeast(0, threads, "threads");
    ConfigException.check(
        regionQuestion.contains("{class}"),
        "model.djl.region-question must contain {class}: '%s'",
        regionQuestion);
  }

  private static void atLeast(int least, int value, String key) {
    ConfigException.check(value >= least, "model.djl.%s must be %d or more: %d", key, least, value);
  }
}
