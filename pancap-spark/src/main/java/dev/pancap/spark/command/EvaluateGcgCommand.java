package dev.pancap.spark.command;

import dev.pancap.eval.caption.capture.OnnxPhraseEncoder;
import dev.pancap.eval.gcg.GcgEvaluation;
import dev.pancap.eval.phrase.EncoderSimilarity;
import dev.pancap.eval.phrase.LexicalSimilarity;
import dev.pancap.eval.table.MetricResult;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap evaluate gcg}: grounded conversation generation. */
@Command(
    name = "gcg",
    mixinStandardHelpOptions = true,
    description = {
      "GLaMM's figures of grounded conversations: AP, AP50 (COCO's evaluation), mIoU and recall.",
      "",
      "Predictions are COCO results ([{\"image_id\", \"category_id\", \"segmentation\", \"score\"}]) or a",
      "folder of <image_id>.json with image_id, phrases and pred_masks. With --captions, whose",
      "annotations have labels, recall is computed. GLaMM compares phrases by BERT's vectors: give",
      "--encoder-model. Without it they are compared by their words, and that figure is ours.",
      "Captions themselves: pancap evaluate captions."
    },
    footer = {
      "",
      "Example:",
      "  pancap evaluate gcg --truth val_gcg_coco_mask_gt.json \\",
      "      --captions val_gcg_coco_caption_gt.json --predictions answers --out gcg.json"
    })
public final class EvaluateGcgCommand implements Runnable {
  @Option(
      names = {"--truth", "--truth-masks"},
      required = true,
      paramLabel = "FILE",
      description = "The true masks: COCO instances JSON.")
  private Path truth;

  @Option(
      names = {"--captions", "--truth-captions"},
      paramLabel = "FILE",
      description = "The true captions with their labels, for recall.")
  private @Nullable Path captions;

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "PATH",
      description = "COCO results JSON, or a folder with a JSON an image.")
  private Path predictions;

  @Option(names = "--boxes", description = "Compare boxes instead of masks.")
  private boolean boxes;

  @Option(
      names = "--encoder-model",
      paramLabel = "DIR",
      description = "Folder with model.onnx and tokenizer.json of bert-base-uncased.")
  private @Nullable Path encoderModel;

  @Mixin private NoSparkOption noSpark;
  @Mixin private ResultOptions results;

  @Override
  public void run() {
    MetricResult result =
        new GcgEvaluation(
                new GcgEvaluation.Inputs(
                    truth,
                    captions,
                    predictions,
                    boxes ? GcgEvaluation.Shape.BOXES : GcgEvaluation.Shape.MASKS),
                encoderModel == null
                    ? new LexicalSimilarity()
                    : new EncoderSimilarity(
                        OnnxPhraseEncoder.open(encoderModel),
                        String.valueOf(encoderModel.toAbsolutePath().getFileName())))
            .run();
    results.write(result.json(), result.table());
  }
}
