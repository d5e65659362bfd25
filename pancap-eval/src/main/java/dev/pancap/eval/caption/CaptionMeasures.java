package dev.pancap.eval.caption;

import dev.pancap.eval.caption.capture.CaptureModels;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to compute, and with what. It names files, which are opened where they are used.
 *
 * @param paraphrases METEOR's paraphrase table; without it the figure is called {@code
 *     meteor_no_paraphrase}
 * @param capture needed for CAPTURE only
 */
public record CaptionMeasures(
    Set<CaptionMetric> metrics, @Nullable String paraphrases, @Nullable CaptureModels capture)
    implements Serializable {
  public CaptionMeasures {
    metrics = Set.copyOf(metrics);
    if (metrics.contains(CaptionMetric.CAPTURE) && capture == null) {
      throw new IllegalArgumentException("CAPTURE needs its models, or to be told to do without");
    }
  }

  /** Metrics that need nothing else; CAPTURE by rules. */
  public static CaptionMeasures of(Set<CaptionMetric> metrics) {
    return new CaptionMeasures(metrics, null, CaptureModels.NONE);
  }

  boolean needsWords() {
    return paraphrases != null && metrics.contains(CaptionMetric.METEOR);
  }

  /** The figures of one image or of many, by their published names. */
  public Map<String, Double> figures(CaptionState state) {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (metrics.contains(CaptionMetric.BLEU)) {
      List<Double> bleu = state.bleu().scores();
      for (int n = 1; n <= bleu.size(); n++) {
        figures.put("bleu_" + n, bleu.get(n - 1));
      }
    }
    if (metrics.contains(CaptionMetric.ROUGE_L)) {
      figures.put("rouge_l", state.rouge().mean());
    }
    if (metrics.contains(CaptionMetric.CIDER)) {
      figures.put("cider", state.cider().mean());
    }
    if (metrics.contains(CaptionMetric.METEOR)) {
      figures.put(paraphrases == null ? "meteor_no_paraphrase" : "meteor", state.meteor().score());
    }
    if (metrics.contains(CaptionMetric.CAPTURE) && capture != null) {
      figures.put(capture.figure(), state.capture().mean());
    }
    return figures;
  }
}
