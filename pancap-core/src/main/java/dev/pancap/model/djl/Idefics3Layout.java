package dev.pancap.model.djl;

import dev.pancap.onnx.ConfigFile;
import dev.pancap.onnx.ModelFolder;
import dev.pancap.onnx.PilResize;
import dev.pancap.onnx.PixelScale;
import java.util.List;
import java.util.Set;

/**
 * The ids and sizes of an Idefics3 or SmolVLM model as its folder states them.
 *
 * @param imageTokenId the token that image features take the place of
 * @param endTokenIds tokens that end an answer
 * @param padTokenId fills up shorter rows; any id within the vocabulary does
 * @param beginText what every prompt begins with
 * @param tilePixels width and height of the pictures that the vision graph takes
 * @param tokensPerTile image tokens of one tile
 * @param longestEdge the folder's own {@code size.longest_edge}
 * @param maxPositions tokens of prompt and answer together
 * @param specialTokens texts that the tokenizer reads as one token wherever they stand
 */
public record Idefics3Layout(
    long imageTokenId,
    Set<Long> endTokenIds,
    long padTokenId,
    String beginText,
    int tilePixels,
    int tokensPerTile,
    int longestEdge,
    int maxPositions,
    PilResize.Filter filter,
    PixelScale scale,
    List<String> specialTokens) {

  /** Files of the folder, beside the graphs, that an answer depends on. */
  public static final List<String> FILES =
      List.of(
          "config.json",
          "generation_config.json",
          "preprocessor_config.json",
          "processor_config.json",
          "tokenizer.json",
          "tokenizer_config.json");

  /**
   * @throws dev.pancap.config.ConfigException if a file or a value is missing, or the model is of
   *     another family
   */
  public static Idefics3Layout read(ModelFolder folder) {
    ConfigFile config = folder.config("config.json");
    String family = config.text("model_type");
    if (!family.equals("idefics3") && !family.equals("smolvlm")) {
      throw config.error("model_type is '%s'; the djl engine runs idefics3 and smolvlm", family);
    }
    ConfigFile generation = folder.config("generation_config.json");
    ConfigFile processor = folder.config("processor_config.json");
    // Newer folders keep the picture's settings inside processor_config.json.
    ConfigFile pictures =
        folder
            .findConfig("preprocessor_config.json")
            .or(() -> processor.section("image_processor"))
            .orElseGet(() -> folder.config("preprocessor_config.json"));
    ConfigFile tokenizer = folder.config("tokenizer.json");
    Set<Long> ends = Set.copyOf(generation.integers("eos_token_id"));
    return new Idefics3Layout(
        // Never config.json's own pad_token_id: published folders hold one beyond the vocabulary.
        config
            .optionalInteger("image_token_id")
            .orElseGet(() -> config.integer("image_token_index")),
        ends,
        generation
            .optionalInteger("pad_token_id")
            .map(Integer::longValue)
            .orElseGet(() -> ends.iterator().next()),
        folder.config("tokenizer_config.json").text("bos_token"),
        pictures.integer("max_image_size.longest_edge"),
        processor.integer("image_seq_len"),
        pictures.integer("size.longest_edge"),
        config.optionalInteger("text_config.max_position_embeddings").orElse(Integer.MAX_VALUE),
        filter(pictures),
        PixelScale.of(pictures),
        tokenizer.textsOf("added_tokens", "content"));
  }

  private static PilResize.Filter filter(ConfigFile pictures) {
    int number = pictures.optionalInteger("resample").orElse(1);
    if (number < 1 || number > 5) {
      throw pictures.error("resample must be 1 to 5, found %d", number);
    }
    return PilResize.Filter.ofPillow(number);
  }
}
