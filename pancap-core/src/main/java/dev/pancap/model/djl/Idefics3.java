package dev.pancap.model.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.pancap.config.ConfigException;
import dev.pancap.image.RgbImage;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelException.Kind;
import dev.pancap.model.RequestKey;
import dev.pancap.onnx.ModelFolder;
import dev.pancap.onnx.OnnxGraph;
import dev.pancap.onnx.OnnxHeader;
import dev.pancap.onnx.SessionThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A loaded Idefics3 or SmolVLM model: three graphs, a tokenizer and the rules for pictures and
 * prompts. Safe for use by several threads; generators are not.
 */
final class Idefics3 implements AutoCloseable {
  private final ModelFolder folder;
  private final String fingerprint;
  private final Idefics3Layout layout;
  private final TileCutter cutter;
  private final PromptWriter prompts;
  private final HuggingFaceTokenizer tokenizer;
  private final OnnxGraph vision;
  private final OnnxGraph embedding;
  private final DecoderGraph decoder;

  private Idefics3(ModelFolder folder, DjlConfig config, Graphs files) {
    this.folder = folder;
    this.layout = Idefics3Layout.read(folder);
    this.cutter =
        new TileCutter(layout, new TileCutter.Cutting(config.longestEdge(), config.splitImages()));
    this.prompts = new PromptWriter(layout);
    this.tokenizer = readTokenizer(folder.resolve("tokenizer.json"));
    SessionThreads threads =
        config.threads() > 0
            ? new SessionThreads(config.threads())
            : SessionThreads.sharedBy(config.workers());
    this.vision = OnnxGraph.load(files.vision, threads);
    this.embedding = OnnxGraph.load(files.embedding, threads);
    this.decoder = new DecoderGraph(OnnxGraph.load(files.decoder, threads));
    vision.input("pixel_values");
    vision.output("image_features");
    embedding.input("input_ids");
    embedding.output("inputs_embeds");
    this.fingerprint = fingerprint(files);
  }

  private record Graphs(Path vision, Path embedding, Path decoder) {
    static Graphs of(ModelFolder folder, DjlConfig config) {
      return new Graphs(
          folder.graph("vision_encoder", config.visionSuffix()),
          folder.graph("embed_tokens", config.embedSuffix()),
          folder.graph("decoder_model_merged", config.decoderSuffix()));
    }
  }

  /**
   * @throws ConfigException if the folder or a file in it is missing or wrong
   */
  static Idefics3 load(DjlConfig config) {
    ModelFolder folder = ModelFolder.open(config.folder(), "model.djl.folder");
    return new Idefics3(folder, config, Graphs.of(folder, config));
  }

  /**
   * @throws ConfigException as {@link #load}, as far as files can tell without loading weights
   */
  static void check(DjlConfig config) {
    ModelFolder folder = ModelFolder.open(config.folder(), "model.djl.folder");
    Idefics3Layout.read(folder);
    Graphs files = Graphs.of(folder, config);
    List.of(files.vision, files.embedding, files.decoder).forEach(OnnxHeader::read);
  }

  private String fingerprint(Graphs files) {
    List<Path> parts = new ArrayList<>(List.of(files.vision, files.embedding, files.decoder));
    Idefics3Layout.FILES.forEach(name -> parts.add(folder.resolve(name)));
    return folder.fingerprint(parts);
  }

  private static HuggingFaceTokenizer readTokenizer(Path file) {
    try {
      // DJL cuts at 512 tokens unless told otherwise; one picture in tiles has 876.
      return HuggingFaceTokenizer.builder()
          .optTokenizerPath(file)
          .optTruncation(false)
          .optPadding(false)
          .optAddSpecialTokens(false)
          .build();
    } catch (IOException e) {
      throw new ConfigException(
          "%s cannot be read as a tokenizer: %s".formatted(file, e.getMessage()), e);
    }
  }

  String name() {
    return folder.name();
  }

  /** A hash over the content of every file that an answer depends on. */
  String fingerprint() {
    return fingerprint;
  }

  Idefics3Layout layout() {
    return layout;
  }

  OnnxGraph vision() {
    return vision;
  }

  OnnxGraph embedding() {
    return embedding;
  }

  DecoderGraph decoder() {
    return decoder;
  }

  Tiles cut(RgbImage picture) {
    return cutter.cut(picture);
  }

  /**
   * Cuts the pictures and tokenises a prompt.
   *
   * @param maxNewTokens the answer's budget, cut down to what the model's positions leave
   * @throws ModelException if the prompt alone fills the model's positions
   */
  EncodedPrompt encode(ChatPrompt prompt, int maxNewTokens) {
    List<Tiles> images = prompt.pictures().stream().map(cutter::cut).toList();
    String text = prompts.prompt(prompt.system(), images, prompt.user());
    long[] ids = tokenizer.encode(text, false, false).getIds();
    List<RgbImage> tiles = images.stream().flatMap(image -> image.pictures().stream()).toList();
    long imageTokens = Arrays.stream(ids).filter(id -> id == layout.imageTokenId()).count();
    if (imageTokens != (long) tiles.size() * layout.tokensPerTile()) {
      throw new ModelException(
          Kind.STOP_RUN,
          "%s: the tokenizer makes %d image tokens of %d tiles with %d each; tokenizer.json and"
                  .formatted(folder.path(), imageTokens, tiles.size(), layout.tokensPerTile())
              + " processor_config.json do not belong together");
    }
    int room = layout.maxPositions() - ids.length;
    if (room <= 0) {
      throw new ModelException(
          Kind.REJECTED,
          "The prompt has %d tokens, the model takes %d; ask for fewer regions or do not split"
                  .formatted(ids.length, layout.maxPositions())
              + " pictures");
    }
    return new EncodedPrompt(ids, tiles, Math.min(maxNewTokens, room));
  }

  String decode(long[] ids) {
    return tokenizer.decode(ids, true);
  }

  /** What it takes to compute answers on one thread. The caller closes it. */
  Generator newGenerator() {
    return new Generator(this);
  }

  /** A content key of text and settings that change answers beside the folder's files. */
  static String keyOf(DjlConfig config, String version) {
    return RequestKey.start()
        .with("version", version)
        .with("mode", config.mode().name())
        .with("split", Boolean.toString(config.splitImages()))
        .with("longest-edge", config.longestEdge())
        .with("region-max-tokens", config.regionMaxTokens())
        .with("region-question", config.regionQuestion())
        .with("summary-question", config.summaryQuestion())
        .hex();
  }

  @Override
  public void close() {
    vision.close();
    embedding.close();
    decoder.close();
    tokenizer.close();
  }
}
