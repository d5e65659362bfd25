package dev.pancap.spark.command;

import dev.pancap.eval.caption.CaptionMetric;
import dev.pancap.eval.caption.capture.OnnxPhraseEncoder;
import dev.pancap.eval.pgc.PgcEvaluation;
import dev.pancap.eval.pgc.PhraseClassifier;
import dev.pancap.eval.pgc.PredictedCaption;
import dev.pancap.eval.phrase.EncoderSimilarity;
import dev.pancap.eval.phrase.LexicalSimilarity;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.spark.report.ReleaseTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
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
      "nearest: by an encoder, or by words. What is ours in this protocol: docs/metrics.md."
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
      description = "A folder with a JSON an image, a JSON list, or JSON lines.")
  private Path predictions;

  @Option(
      names = "--encoder-model",
      paramLabel = "DIR",
      description = {
        "Folder with model.onnx and tokenizer.json of a sentence encoder, such as",
        "bert-base-uncased. Without it phrases are compared by their words."
      })
  private @Nullable Path encoderModel;

  @Mixin private ResultOptions results;

  @Override
  public Integer call() throws IOException {
    CategoryTable table = CategoryTable.coco();
    PhraseClassifier classifier =
        encoderModel == null
            ? new PhraseClassifier(
                new LexicalSimilarity(), PhraseClassifier.Words.NAMES_AND_SYNONYMS, table)
            : new PhraseClassifier(
                new EncoderSimilarity(
                    OnnxPhraseEncoder.open(encoderModel),
                    String.valueOf(encoderModel.toAbsolutePath().getFileName())),
                PhraseClassifier.Words.NAMES_ONLY,
                table);
    PgcEvaluation evaluation =
        new PgcEvaluation(PredictedCaption.readAll(predictions), classifier, table);
    ReleaseTruth.forEach(truth, new Configuration(), evaluation::add);
    MetricResult result =
        evaluation.result(
            EnumSet.of(
                CaptionMetric.BLEU,
                CaptionMetric.ROUGE_L,
                CaptionMetric.CIDER,
                CaptionMetric.METEOR));
    results.write(result.json(), result.table());
    return 0;
  }
}
