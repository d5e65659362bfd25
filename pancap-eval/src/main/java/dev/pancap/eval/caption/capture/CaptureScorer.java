package dev.pancap.eval.caption.capture;

import dev.pancap.eval.caption.CaptionedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores an image's captions as written with one scene graph parser and one phrase encoder. */
public final class CaptureScorer {
  /** The names of the two figures. */
  static final String MODELS = "capture";

  static final String RULES = "capture_rule";

  private final String figure;
  private final FactExtractor extractor;
  private final Capture capture;

  private CaptureScorer(String figure, FactExtractor extractor, Capture capture) {
    this.figure = figure;
    this.extractor = extractor;
    this.capture = capture;
  }

  /** CAPTURE proper: both models are the original's. Its figure is called {@code capture}. */
  public static CaptureScorer withModels(SceneGraphParser parser, PhraseEncoder encoder) {
    return new CaptureScorer(MODELS, extractor(parser), capture(encoder));
  }

  /**
   * Without the original's parser. Its figure is called {@code capture_rule}.
   *
   * @param encoder null for leaving out the soft stage
   */
  public static CaptureScorer withRules(@Nullable PhraseEncoder encoder) {
    return new CaptureScorer(RULES, extractor(new RuleParser()), capture(encoder));
  }

  private static FactExtractor extractor(SceneGraphParser parser) {
    return new FactExtractor(parser, new TaggedNouns(), FactExtractor.stopWords());
  }

  private static Capture capture(@Nullable PhraseEncoder encoder) {
    return new Capture(Capture.SynonymStage.ON, encoder);
  }

  /** What the figure has to be called. */
  public String figure() {
    return figure;
  }

  /** The score of one image, 0 to 1. */
  public double score(CaptionedImage image) {
    List<CaptionFacts> references = image.references().stream().map(extractor::facts).toList();
    return capture.score(extractor.facts(image.candidate()), references);
  }
}
