package dev.pancap.eval.referring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.input.CocoMask;
import dev.pancap.eval.input.IdColumn;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import dev.pancap.mask.RunLengths;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.quarantine.BadRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * gIoU and cIoU of referring segmentation, from two folders of grey PNG masks of equal names, or
 * from two JSON files with an {@code id} an expression and its {@code segmentation}.
 */
public final class ReferringSegmentation {
  private final LimitsConfig limits;

  public ReferringSegmentation(LimitsConfig limits) {
    this.limits = limits;
  }

  /**
   * @throws ConfigException if a file is missing, is not what it should be, or differs in size
   */
  public MetricResult evaluate(Path truth, Path predictions) {
    ReferringState state =
        Files.isDirectory(truth)
            ? compareFolders(truth, predictions)
            : compareFiles(truth, predictions);
    return result(state);
  }

  private ReferringState compareFolders(Path truth, Path predictions) {
    ReferringState state = ReferringState.EMPTY;
    for (Path file : InputFile.inFolder(truth, ".png")) {
      LabelMap target = read(file);
      Path predicted = predictions.resolve(file.getFileName());
      LabelMap prediction = read(predicted);
      ConfigException.check(
          target.width() == prediction.width() && target.height() == prediction.height(),
          "%s has %d x %d pixels (width x height), its truth %d x %d",
          predicted,
          prediction.width(),
          prediction.height(),
          target.width(),
          target.height());
      state = state.plus(ReferringMasks.compare(target.toArray(), prediction.toArray()));
    }
    return state;
  }

  private LabelMap read(Path file) {
    try {
      ConfigException.check(
          Files.isRegularFile(file) && Files.size(file) <= limits.maxFileBytes(),
          "%s is missing, or larger than limits.max-file-bytes",
          file);
      return PanopticPng.decode(Files.readAllBytes(file), limits);
    } catch (BadRecordException e) {
      throw new ConfigException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static ReferringState compareFiles(Path truth, Path predictions) {
    IdColumn predictedIds = new IdColumn(predictions.toString(), "id");
    Map<String, InputRecord> byId = new HashMap<>();
    for (InputRecord record : InputFile.records(predictions)) {
      String id = predictedIds.of(record);
      ConfigException.check(
          byId.put(id, record) == null, "%s: id %s is there twice", record.where(), id);
    }
    IdColumn trueIds = new IdColumn(truth.toString(), "id");
    ReferringState state = ReferringState.EMPTY;
    for (InputRecord record : InputFile.records(truth)) {
      String id = trueIds.of(record);
      trueIds.requireSameKind(predictedIds);
      InputRecord prediction = byId.get(id);
      if (prediction == null) {
        throw new ConfigException(
            "%s has no prediction for the expression %s".formatted(predictions, id));
      }
      RunLengths predicted = CocoMask.read(prediction, "segmentation");
      state = state.plus(compare(record, predicted));
    }
    return state;
  }

  /** The truth's parts are added up, as LISA does: where two overlap the value is 2. */
  private static ReferringState compare(InputRecord truth, RunLengths predicted) {
    List<RunLengths> parts =
        CocoMask.readEach(truth, "segmentation", predicted.width(), predicted.height());
    int[] values = new int[predicted.width() * predicted.height()];
    for (RunLengths part : parts) {
      addTo(values, part.decode(), 1);
    }
    if (truth.has("ignore")) {
      for (RunLengths part :
          CocoMask.readEach(truth, "ignore", predicted.width(), predicted.height())) {
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
