package dev.pancap.eval.geneval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * GenEval's summary, from its {@code results.jsonl} or from raw detections: lines with metadata,
 * {@code detections} (class to boxes [x1, y1, x2, y2, score]) and {@code colors} (class to one
 * colour a box).
 */
public final class GenEval {
  private GenEval() {}

  /**
   * @throws ConfigException if the file holds neither
   */
  public static MetricResult evaluate(Path predictions) {
    List<InputRecord> records = InputFile.records(predictions);
    ConfigException.check(!records.isEmpty(), "%s holds no picture", predictions);
    GenEvalState state = new GenEvalState();
    for (InputRecord record : records) {
      if (record.has("detections")) {
        InputRecord metadata = record.record("metadata");
        state.add(
            metadata.text("tag"),
            record.raw("metadata").toString(),
            new PromptCheck(metadata).accepts(detections(record)));
      } else {
        state.add(record.text("tag"), record.anyText("metadata"), record.flag("correct"));
      }
    }
    return result(state);
  }

  private static Map<String, List<Detection>> detections(InputRecord record) {
    InputRecord byClass = record.record("detections");
    Map<String, List<Detection>> detections = new LinkedHashMap<>();
    for (String name : byClass.fields()) {
      List<double[]> boxes = byClass.numberRows(name);
      List<String> colors = colors(record, name);
      List<Detection> objects = new ArrayList<>();
      for (int i = 0; i < boxes.size(); i++) {
        double[] box = boxes.get(i);
        if (box.length != 5) {
          throw byClass.complaint(name, "boxes of five numbers: x1, y1, x2, y2, score");
        }
        objects.add(
            new Detection(
                box[0], box[1], box[2], box[3], box[4], i < colors.size() ? colors.get(i) : null));
      }
      detections.put(name, objects);
    }
    return detections;
  }

  private static List<String> colors(InputRecord record, String name) {
    if (!record.has("colors") || !record.record("colors").has(name)) {
      return List.of();
    }
    return record.record("colors").texts(name);
  }

  private static MetricResult result(GenEvalState state) {
    ObjectNode json = MetricResult.object();
    GenEvalState.Task images = state.images();
    GenEvalState.Task prompts = state.prompts();
    json.put("images", images.all()).put("prompts", prompts.all());
    MetricResult.put(json, "correct_images", images.score());
    MetricResult.put(json, "correct_prompts", prompts.score());
    ObjectNode tasks = json.putObject("tasks");
    TextTable table = TextTable.of("task", "%", "correct", "images");
    state
        .tasks()
        .forEach(
            (tag, task) -> {
              MetricResult.put(tasks, tag, task.score());
              table.row(
                  tag,
                  TextTable.percent(task.score(), 2),
                  String.valueOf(task.correct()),
                  String.valueOf(task.all()));
            });
    MetricResult.put(json, "overall", state.overall());
    return new MetricResult(
        json,
        table
            + "\ncorrect images   %s %%\ncorrect prompts  %s %%\noverall          %s\n"
                .formatted(
                    TextTable.percent(images.score(), 2),
                    TextTable.percent(prompts.score(), 2),
                    TextTable.figure(state.overall(), 5)));
  }
}
