package dev.pancap.spark.evaluate;

import dev.pancap.eval.caption.CaptionMeasures;
import dev.pancap.eval.caption.CaptionScorer;
import dev.pancap.eval.caption.CorpusState;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the second pass over captions needs, broadcast: each machine opens the models and tables
 * once, at first use.
 */
public final class CaptionPass implements Serializable {
  private static final long serialVersionUID = 1L;

  private final CaptionMeasures measures;
  private final CorpusState corpus;
  private transient @Nullable CaptionScorer scorer;

  CaptionPass(CaptionMeasures measures, CorpusState corpus) {
    this.measures = measures;
    this.corpus = corpus;
  }

  synchronized CaptionScorer scorer() {
    CaptionScorer opened = scorer;
    if (opened == null) {
      opened = new CaptionScorer(measures, corpus);
      scorer = opened;
    }
    return opened;
  }
}
