package dev.pancap.eval.caption;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The figures of an evaluation by their published names: {@code bleu_1} to {@code bleu_4}, {@code
 * rouge_l}, {@code cider}, {@code meteor} or {@code meteor_no_paraphrase}, {@code capture} or
 * {@code capture_rule}.
 *
 * @param images how many were scored
 * @param metrics of the whole corpus
 * @param perImage of each image, in the corpus' order; empty where nobody asked for them
 */
public record CaptionScores(int images, Map<String, Double> metrics, List<ImageScores> perImage) {

  /** The figures of one image. */
  public record ImageScores(ImageId imageId, Map<String, Double> metrics) {}

  public CaptionScores {
    perImage = List.copyOf(perImage);
  }

  /**
   * The figures of what was scored.
   *
   * @param states of the images, in their order
   */
  public static CaptionScores of(
      CaptionMeasures measures, List<CaptionedImage> images, List<CaptionState> states) {
    List<ImageScores> perImage = new ArrayList<>(images.size());
    CaptionState total = CaptionState.EMPTY;
    for (int i = 0; i < states.size(); i++) {
      total = total.plus(states.get(i));
      perImage.add(new ImageScores(images.get(i).imageId(), measures.figures(states.get(i))));
    }
    return new CaptionScores(perImage.size(), measures.figures(total), perImage);
  }

  /** As result.json has it. */
  public Map<String, Object> toJson(int badRows) {
    Map<String, Object> json = new java.util.LinkedHashMap<>();
    json.put("images", images);
    json.put("metrics", metrics);
    json.put("bad_rows", badRows);
    return json;
  }

  /** The table of the corpus' figures. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    metrics.forEach((name, value) -> lines.add("%-22s %8.4f".formatted(name, value)));
    return lines;
  }
}
