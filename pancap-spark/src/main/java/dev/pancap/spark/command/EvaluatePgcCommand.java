package dev.pancap.spark.command;

import dev.pancap.eval.caption.CaptionMeasures;
import dev.pancap.eval.caption.capture.CaptureModels;
import dev.pancap.eval.pgc.PgcEvaluation;
import dev.pancap.eval.pgc.PredictedCaption;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.SparkSessions;
import dev.pancap.spark.evaluate.PgcPass;
import dev.pancap.spark.evaluate.SparkCaptionEvaluation;
import dev.pancap.spark.evaluate.SparkPgc;
import dev.pancap.spark.report.ReleasePredictions;
import dev.pancap.spark.report.ReleaseTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap evaluate pgc}: grounded captions against a release. */
@Command(
    name = "pgc",
    mixinStandardHelpOptions = true,
    description = {
      "Scores predicted grounded captions against a release: panoptic quality of their masks, and",
      "caption metrics on the plain text.",
      "",
      "A prediction is {\"image_id\", \"caption\", \"phrases\": [...], \"pred_masks\": [RLE, ...]}, with",
      "\"phrase_seg_counts\" where a phrase has several masks. A phrase gets the class whose name is",
      "nearest: by an encoder, or by words. What is ours in this protocol: docs/metrics.md.",
      "CAPTURE needs two models of its own; without them rules find the facts (capture_rule)."
    },
    footer = {
      "",
      "Example:",
      "  pancap evaluate pgc --truth out --predictions answers.jsonl --out pgc.json"
    })
public final class EvaluatePgcCommand implements Callable<Integer> {
  @Option(
      names = "--truth",
      required = true,
      paramLabel = "RELEASE",
      description = "A release, or what build wrote to.")
  private String truth = "";

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "PATH",
      description = "A release, a folder with a JSON an image, a JSON list, or JSON lines.")
  private String predictions = "";

  @Option(
      names = "--encoder-model",
      paramLabel = "DIR",
      description = {
        "Folder with model.onnx and tokenizer.json of a sentence encoder, such as",
        "bert-base-uncased. Without it phrases are compared by their words."
      })
  private @Nullable Path encoderModel;

  @Option(
      names = "--capture-parser",
      paramLabel = "DIR",
      description = "CAPTURE's scene graph parser as ONNX, see evaluate captions.")
  private @Nullable String captureParser;

  @Option(
      names = "--capture-encoder",
      paramLabel = "DIR",
      description = "CAPTURE's sentence encoder as ONNX.")
  private @Nullable String captureEncoder;

  @Mixin private CaptionMetricOptions metrics;
  @Mixin private SparkOptions spark;
  @Mixin private ResultOptions results;

  @Override
  public Integer call() throws IOException {
    CaptionMeasures measures = metrics.measures(new CaptureModels(captureParser, captureEncoder));
    CategoryTable table = CategoryTable.coco();
    Map<String, PredictedCaption> predicted = readPredictions();
    PgcPass pass = new PgcPass(predicted, encoderModel == null ? null : encoderModel.toString());
    PgcEvaluation evaluation = new PgcEvaluation(predicted, pass.classifier(table), table);
    MetricResult result =
        spark.isAsked() ? onSpark(evaluation, pass, measures) : here(evaluation, measures);
    results.write(result.json(), result.table());
    return 0;
  }

  private MetricResult here(PgcEvaluation evaluation, CaptionMeasures measures) throws IOException {
    ReleaseTruth.forEach(truth, HadoopSettings.ofProcess().configuration(), evaluation::add);
    return evaluation.result(measures);
  }

  private MetricResult onSpark(PgcEvaluation evaluation, PgcPass pass, CaptionMeasures measures)
      throws IOException {
    try (SparkSessions.Session session = spark.open()) {
      new SparkPgc(session.spark(), pass).compare(truth).forEach(evaluation::add);
      return evaluation.result(new SparkCaptionEvaluation(session.spark(), measures)::score);
    }
  }

  private Map<String, PredictedCaption> readPredictions() throws IOException {
    Configuration hadoop = HadoopSettings.ofProcess().configuration();
    return ReleasePredictions.isRelease(predictions, hadoop)
        ? ReleasePredictions.read(predictions, hadoop)
        : PredictedCaption.readAll(Path.of(predictions));
  }
}
