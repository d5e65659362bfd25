package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.eval.panoptic.ClassGrouping;
import dev.pancap.eval.panoptic.EvaluatedAnnotation;
import dev.pancap.eval.panoptic.ImageQuality;
import dev.pancap.eval.panoptic.PanopticEvaluation;
import dev.pancap.eval.panoptic.PanopticFault;
import dev.pancap.eval.panoptic.PanopticReport;
import dev.pancap.eval.panoptic.PanopticResults;
import dev.pancap.eval.panoptic.Rigor;
import dev.pancap.spark.RunFailedException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pancap evaluate panoptic}: panoptic quality of a folder of masks. */
@Command(
    name = "panoptic",
    mixinStandardHelpOptions = true,
    description = {
      "Panoptic quality of predicted masks: PQ, SQ, RQ of all classes, things and stuff.",
      "The figures are panopticapi's, digit for digit. Where panopticapi ends with an exception,"
          + " the image is reported and left out; with --strict the run ends there, too."
    },
    footer = {
      "",
      "Example:",
      "  pancap evaluate panoptic --truth panoptic_val2017.json --predictions pred.json \\",
      "      --prediction-masks pred --out pq.json"
    })
public final class EvaluatePanopticCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--truth",
      required = true,
      paramLabel = "FILE",
      description = "COCO panoptic JSON with 'categories'.")
  private Path truth;

  @Option(
      names = "--truth-masks",
      paramLabel = "DIR",
      description = "The truth's PNG masks. Default: the JSON's name without .json.")
  private @Nullable Path truthMasks;

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "FILE",
      description = "COCO panoptic JSON; only 'annotations' is read.")
  private Path predictions;

  @Option(
      names = "--prediction-masks",
      paramLabel = "DIR",
      description = "The predicted PNG masks. Default: the JSON's name without .json.")
  private @Nullable Path predictionMasks;

  @Option(
      names = "--class-agnostic",
      arity = "0..1",
      fallbackValue = "one-class",
      paramLabel = "RULE",
      description = {
        "Merge the categories before masks are compared: into one class,",
        "or, with --class-agnostic=thing-or-stuff, into things and stuff."
      })
  private @Nullable String classAgnostic;

  @Option(
      names = "--strict",
      description = "Stop where panopticapi stops, with exit code 1 and its kind of error.")
  private boolean strict;

  @Option(
      names = "--per-image",
      paramLabel = "FILE",
      description = "Also write one line of JSON an image: its sums by class.")
  private @Nullable Path perImage;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Images compared at a time. Default: one a core. Never changes a digit.")
  private int threads = Runtime.getRuntime().availableProcessors();

  private int compared;

  @Mixin private SettingsOptions settings;
  @Mixin private SparkOptions spark;
  @Mixin private ResultOptions results;

  @Override
  public void run() {
    PanopticEvaluation.Files files =
        new PanopticEvaluation.Files(
            truth,
            truthMasks == null ? besides(truth) : truthMasks,
            predictions,
            predictionMasks == null ? besides(predictions) : predictionMasks);
    PanopticEvaluation.Options options =
        new PanopticEvaluation.Options(
            rule(),
            strict ? Rigor.STOP_AS_PANOPTICAPI : Rigor.REPORT_AND_GO_ON,
            settings.read().limits());
    PanopticReport report =
        spark.evaluate(threads, work -> report(new PanopticEvaluation(files, options, work)));
    results.write(PanopticResults.toJson(report), PanopticResults.toTable(report));
    complain(report);
  }

  private PanopticReport report(PanopticEvaluation evaluation) {
    try {
      return perImage == null ? evaluation.run(this::progress) : runWritingImages(evaluation);
    } catch (PanopticFault e) {
      throw new RunFailedException(
          "%s, as panopticapi would end: %s".formatted(e.kind().pythonName(), e.detail()));
    }
  }

  private ClassGrouping.Rule rule() {
    if (classAgnostic == null) {
      return ClassGrouping.Rule.BY_CATEGORY;
    }
    return switch (classAgnostic) {
      case "one-class" -> ClassGrouping.Rule.ONE_CLASS;
      case "thing-or-stuff" -> ClassGrouping.Rule.THING_OR_STUFF;
      default ->
          throw new ConfigException(
              "--class-agnostic must be one-class or thing-or-stuff: " + classAgnostic);
    };
  }

  private PanopticReport runWritingImages(PanopticEvaluation evaluation) {
    try (BufferedWriter lines = Files.newBufferedWriter(perImage)) {
      return evaluation.run(
          (annotation, quality) -> {
            progress(annotation, quality);
            if (quality != null) {
              writeLine(lines, PanopticResults.imageToJson(annotation.imageId(), quality));
            }
          });
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigException("--per-image %s cannot be written: %s".formatted(perImage, e), e);
    }
  }

  private static void writeLine(BufferedWriter lines, Object line) {
    try {
      lines.append(line.toString()).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void progress(EvaluatedAnnotation annotation, @Nullable ImageQuality quality) {
    if (++compared % 1000 == 0) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf("%,d images compared%n", compared);
      err.flush();
    }
  }

  private void complain(PanopticReport report) {
    PrintWriter err = spec.commandLine().getErr();
    report.notes().forEach(note -> err.println("note: " + note));
    report.problems().stream()
        .limit(10)
        .forEach(
            problem -> err.println("left out: " + problem.detail() + " (" + problem.kind() + ")"));
    if (!report.problems().isEmpty()) {
      err.printf(
          "%d of %d images were left out; 'problems' in the result lists them all.%n",
          report.problems().size(), report.images());
    }
    err.flush();
  }

  /** panopticapi's default: the folder that has the file's name without {@code .json}. */
  private static Path besides(Path json) {
    return Path.of(json.toString().replace(".json", ""));
  }
}
