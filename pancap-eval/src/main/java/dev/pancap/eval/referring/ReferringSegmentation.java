package dev.pancap.eval.referring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.input.CocoMask;
import dev.pancap.eval.input.IdColumn;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.input.MaskPng;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import dev.pancap.eval.work.OrderedWork;
import dev.pancap.mask.RunLengths;
import dev.pancap.panoptic.LabelMap;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * gIoU and cIoU of referring segmentation, from two folders of grey PNG masks of equal names, or
 * from two JSON files with an {@code id} an expression and its {@code segmentation}.
 */
public final class ReferringSegmentation {
  private final LimitsConfig limits;
  private final OrderedWork work;

  public ReferringSegmentation(LimitsConfig limits, OrderedWork work) {
    this.limits = limits;
    this.work = work;
  }

  /**
   * @throws ConfigException if a file is missing, is not what it should be, or differs in size
   */
  public MetricResult evaluate(Path truth, Path predictions) {
    Sum sum = new Sum();
    if (Files.isDirectory(truth)) {
      work.each(pngs(truth, predictions), new ComparePngs(limits), sum);
    } else {
      work.each(records(truth, predictions), ReferringSegmentation::compare, sum);
    }
    return result(sum.state);
  }

  /** Adds up, in the order of the truth. */
  private static final class Sum implements Consumer<ReferringState> {
    private ReferringState state = ReferringState.EMPTY;

    @Override
    public void accept(ReferringState expression) {
      state = state.plus(expression);
    }
  }

  /** Two PNG files of one expression. */
  private record PngPair(String truth, String prediction) implements Serializable {}

  private static List<PngPair> pngs(Path truth, Path predictions) {
    return InputFile.inFolder(truth, ".png").stream()
        .map(
            file ->
                new PngPair(file.toString(), predictions.resolve(file.getFileName()).toString()))
        .toList();
  }

  private record ComparePngs(LimitsConfig limits)
      implements OrderedWork.Step<PngPair, ReferringState> {
    @Override
    public ReferringState of(PngPair pair) {
      LabelMap target = MaskPng.read(Path.of(pair.truth), limits);
      LabelMap prediction = MaskPng.read(Path.of(pair.prediction), limits);
      ConfigException.check(
          target.width() == prediction.width() && target.height() == prediction.height(),
          "%s has %d x %d pixels (width x height), its truth %d x %d",
          pair.prediction,
          prediction.width(),
          prediction.height(),
          target.width(),
          target.height());
      return ReferringMasks.compare(target.toArray(), prediction.toArray());
    }
  }

  /** What the two files say of one expression. */
  private record RecordPair(InputRecord truth, InputRecord prediction) implements Serializable {}

  private static List<RecordPair> records(Path truth, Path predictions) {
    IdColumn predictedIds = new IdColumn(predictions.toString(), "id");
    Map<String, InputRecord> byId = new HashMap<>();
    for (InputRecord record : InputFile.records(predictions)) {
      String id = predictedIds.of(record);
      ConfigException.check(
          byId.put(id, record) == null, "%s: id %s is there twice", record.where(), id);
    }
    IdColumn trueIds = new IdColumn(truth.toString(), "id");
    List<RecordPair> pairs = new ArrayList<>();
    for (InputRecord record : InputFile.records(truth)) {
      String id = trueIds.of(record);
      trueIds.requireSameKind(predictedIds);
      InputRecord prediction = byId.get(id);
      if (prediction == null) {
        throw new ConfigException(
            "%s has no prediction for the expression %s".formatted(predictions, id));
      }
      pairs.add(new RecordPair(record, prediction));
    }
    return pairs;
  }

  /** The truth's parts are added up, as LISA does: where two overlap the value is 2. */
  private static ReferringState compare(RecordPair pair) {
    RunLengths predicted = CocoMask.read(pair.prediction, "segmentation");
    int[] values = new int[predicted.width() * predicted.height()];
    for (RunLengths part : parts(pair.truth, "segmentation", predicted)) {
      addTo(values, part.decode(), 1);
    }
    if (pair.truth.has("ignore")) {
      for (RunLengths part : parts(pair.truth, "ignore", predicted)) {
        addTo(values, part.decode(), 1 << 16);
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = values[i] >= 1 << 16 ? 255 : values[i];
      }
    }
    int[] prediction = new int[values.length];
    addTo(prediction, predicted.decode(), 1);
    return ReferringMasks.compare(values, prediction);
  }

  private static List<RunLengths> parts(InputRecord truth, String field, RunLengths predicted) {
    return CocoMask.readEach(truth, field, predicted.width(), predicted.height());
  }

  private static void addTo(int[] values, byte[] mask, int value) {
    for (int i = 0; i < values.length; i++) {
      values[i] += mask[i] * value;
    }
  }

  private static MetricResult result(ReferringState state) {
    ObjectNode json = MetricResult.object();
    MetricResult.put(json, "giou", state.giou());
    MetricResult.put(json, "ciou", state.ciou());
    json.put("expressions", state.expressions());
    json.put("sum_intersection", state.intersections());
    json.put("sum_union", state.unions());
    return new MetricResult(
        json,
        TextTable.of("referring", "gIoU", "cIoU", "expressions")
            .row(
                "",
                TextTable.percent(state.giou(), 2),
                TextTable.percent(state.ciou(), 2),
                String.valueOf(state.expressions()))
            .toString());
  }
}
