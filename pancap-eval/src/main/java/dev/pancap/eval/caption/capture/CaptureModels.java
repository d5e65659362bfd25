package dev.pancap.eval.caption.capture;

import dev.pancap.config.ConfigException;
import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folders of CAPTURE's two models.
 *
 * @param parser the scene graph parser; without it rules find the facts and the figure is called
 *     {@code capture_rule}
 * @param encoder the phrase encoder, which the parser wants beside it; without it the soft stage is
 *     left out
 */
public record CaptureModels(@Nullable String parser, @Nullable String encoder)
    implements Serializable {
  /** Neither. */
  public static final CaptureModels NONE = new CaptureModels(null, null);

  public CaptureModels {
    ConfigException.check(
        parser == null || encoder != null, "CAPTURE needs --encoder-model beside --parser-model");
  }

  /** What the figure has to be called. */
  public String figure() {
    return parser == null ? CaptureScorer.RULES : CaptureScorer.MODELS;
  }

  /**
   * Opens the models.
   *
   * @throws ConfigException if a folder is not what it should be
   */
  public CaptureScorer open() {
    PhraseEncoder phrases = encoder == null ? null : OnnxPhraseEncoder.open(Path.of(encoder));
    return parser == null || phrases == null
        ? CaptureScorer.withRules(phrases)
        : CaptureScorer.withModels(T5SceneGraphParser.open(Path.of(parser)), phrases);
  }
}
