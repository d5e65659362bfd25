package dev.pancap.eval.scenegraph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import dev.pancap.eval.work.OrderedWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recall of panoptic scene graphs from OpenPSG's files: the truth's {@code psg.json} with its
 * masks, the submission's {@code relation.json} with its masks. Class ids are 0-based in the truth
 * and 1-based in the submission, predicates too, as OpenPSG has it.
 */
public final class SceneGraphEvaluation {
  private static final int PREDICATES = 56;

  private final Inputs files;
  private final Options options;
  private final OrderedWork work;

  public SceneGraphEvaluation(Inputs files, Options options, OrderedWork work) {
    this.files = files;
    this.options = options;
    this.work = work;
  }

  /**
   * The four inputs.
   *
   * @param truthMasks the folder that {@code pan_seg_file_name} starts from
   */
  public record Inputs(Path truth, Path truthMasks, Path predictions, Path predictionMasks) {}

  /** What happens with pictures for which nothing is predicted. */
  public enum Empty {
    /** They do not count, as in OpenPSG; that flatters. */
    LEAVE_OUT,
    /** They count 0. */
    COUNT_ZERO
  }

  /** How it is evaluated. */
  public record Options(List<Integer> ks, Empty empty, LimitsConfig limits) {
    public Options {
      ks = List.copyOf(ks);
      ConfigException.check(
          !ks.isEmpty() && ks.stream().allMatch(k -> k > 0), "-k wants positive numbers: %s", ks);
    }
  }

  /**
   * @throws ConfigException if a file is missing or not what it should be
   */
  public MetricResult run() {
    InputRecord document = InputFile.document(files.truth);
    int predicates =
        document.has("predicate_classes") ? document.texts("predicate_classes").size() : PREDICATES;
    List<InputRecord> images = testImages(document);
    List<InputRecord> predictions = InputFile.records(files.predictions);
    Map<String, InputRecord> byId = byImageId(predictions);
    ConfigException.check(
        !byId.isEmpty() || predictions.size() == images.size(),
        "%s has %d entries without image_id for %d test images of %s",
        files.predictions,
        predictions.size(),
        images.size(),
        files.truth);
    List<SceneGraphPair> pairs = new ArrayList<>();
    int empty = 0;
    for (int i = 0; i < images.size(); i++) {
      InputRecord image = images.get(i);
      InputRecord prediction =
          byId.isEmpty() ? predictions.get(i) : byId.get(image.anyText("image_id"));
      if (image.raw("relations").isEmpty()) {
        continue;
      }
      boolean isEmpty = prediction == null || prediction.raw("relations").isEmpty();
      empty += isEmpty ? 1 : 0;
      pairs.add(new SceneGraphPair(image, isEmpty ? null : prediction));
    }
    SceneGraphState state = new SceneGraphState(options.ks, predicates);
    SceneGraphComparer comparer =
        new SceneGraphComparer(
            files.truthMasks.toString(),
            files.predictionMasks.toString(),
            predicates,
            options.limits);
    work.each(
        pairs,
        comparer::compare,
        picture -> {
          if (!picture.hits().isEmpty() || options.empty == Empty.COUNT_ZERO) {
            state.add(picture);
          }
        });
    return result(state, empty);
  }

  private List<InputRecord> testImages(InputRecord document) {
    List<InputRecord> images = document.records("data");
    if (!document.has("test_image_ids")) {
      return images;
    }
    Set<String> test = new HashSet<>();
    document.raw("test_image_ids").forEach(id -> test.add(id.asText()));
    return images.stream().filter(image -> test.contains(image.anyText("image_id"))).toList();
  }

  private static Map<String, InputRecord> byImageId(List<InputRecord> predictions) {
    Map<String, InputRecord> byId = new HashMap<>();
    for (InputRecord prediction : predictions) {
      if (prediction.has("image_id")) {
        byId.put(prediction.anyText("image_id"), prediction);
      }
    }
    return byId;
  }

  private MetricResult result(SceneGraphState state, int empty) {
    ObjectNode json = MetricResult.object();
    TextTable table = TextTable.of("K", "R@K", "mR@K");
    for (int i = 0; i < state.ks().size(); i++) {
      int k = state.ks().get(i);
      MetricResult.put(json, "R@" + k, state.recall(i));
      MetricResult.put(json, "mR@" + k, state.meanRecall(i));
      table.row(
          String.valueOf(k),
          TextTable.percent(state.recall(i), 2),
          TextTable.percent(state.meanRecall(i), 2));
    }
    json.put("images", state.images()).put("images_without_predictions", empty);
    String note =
        options.empty == Empty.COUNT_ZERO
            ? "they count 0 (OpenPSG leaves them out)"
            : "they are left out, as in OpenPSG; --strict counts them 0";
    return new MetricResult(
        json,
        table
            + "\n%d images; nothing predicted for %d: %s\n".formatted(state.images(), empty, note));
  }
}
