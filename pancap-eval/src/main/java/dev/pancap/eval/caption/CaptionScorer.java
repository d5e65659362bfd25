package dev.pancap.eval.caption;

import dev.pancap.eval.caption.capture.CaptureScorer;
import dev.pancap.eval.caption.meteor.Meteor;
import dev.pancap.eval.caption.meteor.MeteorState;
import dev.pancap.eval.caption.meteor.ParaphraseTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The second pass: scores images one by one. Opens the files that the measures name; one serves all
 * threads of a JVM.
 */
public final class CaptionScorer {
  private final Set<CaptionMetric> metrics;
  private final @Nullable Cider cider;
  private final @Nullable Meteor meteor;
  private final @Nullable CaptureScorer capture;

  /**
   * @param corpus the first pass over all images of the evaluation
   * @throws dev.pancap.config.ConfigException if a file that the measures name is not what it
   *     should be
   */
  public CaptionScorer(CaptionMeasures measures, CorpusState corpus) {
    metrics = measures.metrics();
    cider = metrics.contains(CaptionMetric.CIDER) ? new Cider(corpus.frequencies()) : null;
    meteor = metrics.contains(CaptionMetric.METEOR) ? meteor(measures, corpus) : null;
    capture =
        metrics.contains(CaptionMetric.CAPTURE) && measures.capture() != null
            ? measures.capture().open()
            : null;
  }

  private static Meteor meteor(CaptionMeasures measures, CorpusState corpus) {
    return new Meteor(
        measures.paraphrases() == null
            ? null
            : ParaphraseTable.read(Path.of(measures.paraphrases()), corpus.words()));
  }

  /** The states of a slice's images, in order. */
  public List<CaptionState> score(CaptionSlice slice) {
    return score(slice, slice.tokenize());
  }

  /**
   * @param tokenized the slice's token lines
   */
  List<CaptionState> score(CaptionSlice slice, List<TokenizedImage> tokenized) {
    List<CaptionState> states = new ArrayList<>(tokenized.size());
    for (int i = 0; i < tokenized.size(); i++) {
      states.add(score(slice.images().get(i), tokenized.get(i)));
    }
    return states;
  }

  private CaptionState score(CaptionedImage image, TokenizedImage tokens) {
    BleuState bleu = BleuState.EMPTY;
    MeanState consensus = MeanState.EMPTY;
    if (metrics.contains(CaptionMetric.BLEU) || cider != null) {
      NGrams[] candidate = NGrams.allOrders(tokens.candidate());
      List<NGrams[]> references = tokens.references().stream().map(NGrams::allOrders).toList();
      bleu = BleuState.of(candidate, references);
      consensus =
          cider == null ? MeanState.EMPTY : MeanState.of(cider.score(candidate, references));
    }
    return new CaptionState(
        bleu,
        metrics.contains(CaptionMetric.ROUGE_L)
            ? MeanState.of(RougeL.score(tokens))
            : MeanState.EMPTY,
        consensus,
        meteor == null ? MeteorState.EMPTY : meteor.state(tokens),
        capture == null ? MeanState.EMPTY : MeanState.of(capture.score(image)));
  }
}
