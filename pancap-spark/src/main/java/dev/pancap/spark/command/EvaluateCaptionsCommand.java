package dev.pancap.spark.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.caption.BadRow;
import dev.pancap.eval.caption.CaptionCorpus;
import dev.pancap.eval.caption.CaptionEvaluation;
import dev.pancap.eval.caption.CaptionFiles;
import dev.pancap.eval.caption.CaptionJson;
import dev.pancap.eval.caption.CaptionMeasures;
import dev.pancap.eval.caption.CaptionScores;
import dev.pancap.eval.caption.CaptionSource;
import dev.pancap.eval.caption.capture.CaptureModels;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.SparkSessions;
import dev.pancap.spark.evaluate.SparkCaptionEvaluation;
import dev.pancap.spark.report.ReleaseCaptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pancap evaluate captions}: BLEU, ROUGE-L, CIDEr, METEOR and CAPTURE of captions. */
@Command(
    name = "captions",
    mixinStandardHelpOptions = true,
    description = {
      "Compares captions with reference captions: BLEU, ROUGE-L, CIDEr-D, METEOR, CAPTURE.",
      "The figures are those of pycocoevalcap, METEOR 1.5 and CAPTURE, digit for digit."
          + " A row that cannot be used is reported and left out.",
      "METEOR needs its table of paraphrases to equal the original: without --paraphrases the"
          + " figure is called meteor_no_paraphrase."
    },
    footer = {
      "",
      "Example:",
      "  pancap evaluate captions --references captions_val2017.json \\",
      "      --candidates mine.json --out result.json --per-image images.jsonl",
      "",
      "  pancap evaluate captions --references captions_val2017.json --candidates out",
      "",
      "A file is [{\"image_id\": 42, \"caption\": \"...\"}], or that under \"annotations\"."
    })
public final class EvaluateCaptionsCommand implements Runnable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SHOWN_BAD_ROWS = 20;
  private static final int PROGRESS_EVERY = 2_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--references",
      required = true,
      paramLabel = "PATH",
      description = {
        "COCO caption JSON; several captions an image are several references.",
        "Or a release, or what build wrote to: a folder, s3a:// too."
      })
  private String references = "";

  @Option(
      names = "--candidates",
      required = true,
      paramLabel = "PATH",
      description = "The captions to score, one an image: a file or a release.")
  private String candidates = "";

  @Option(
      names = {"--parser-model", "--capture-parser"},
      paramLabel = "DIR",
      description = {
        "CAPTURE's scene graph parser flan-t5-base-VG-factual-sg as ONNX. Without it",
        "rules find the facts, and the figure is called capture_rule."
      })
  private @Nullable String parserModel;

  @Option(
      names = {"--encoder-model", "--capture-encoder"},
      paramLabel = "DIR",
      description = "CAPTURE's sentence encoder all-mpnet-base-v2 as ONNX.")
  private @Nullable String encoderModel;

  @Option(
      names = "--score-empty",
      description = {
        "Score captions without text as the original programs do",
        "instead of reporting them as bad rows."
      })
  private boolean scoreEmpty;

  @Option(
      names = "--per-image",
      paramLabel = "FILE",
      description = "Also write one line of JSON an image, with the same figures.")
  private @Nullable Path perImage;

  @Mixin private CaptionMetricOptions metrics;
  @Mixin private SparkOptions spark;
  @Mixin private ResultOptions results;

  private final AtomicLong scored = new AtomicLong();

  @Override
  public void run() {
    CaptionMeasures measures = metrics.measures(new CaptureModels(parserModel, encoderModel));
    CaptionCorpus corpus =
        CaptionFiles.read(
            source(references),
            source(candidates),
            scoreEmpty ? CaptionFiles.EmptyCaptions.SCORE : CaptionFiles.EmptyCaptions.LEAVE_OUT);
    complain(corpus);
    CaptionScores scores =
        spark.isAsked()
            ? onSpark(corpus, measures)
            : new CaptionEvaluation(measures, images -> progress(images, corpus.images().size()))
                .score(corpus.images());
    if (perImage != null) {
      writeImages(perImage, scores);
    }
    ObjectNode result = JSON.valueToTree(scores.toJson(corpus.badRows().size()));
    results.write(result, table(scores));
  }

  /** A folder or an address is a release. */
  private static CaptionSource source(String name) {
    return name.contains("://") || Files.isDirectory(Path.of(name))
        ? new ReleaseCaptions(name, HadoopSettings.ofProcess().configuration())
        : new CaptionJson(Path.of(name));
  }

  private CaptionScores onSpark(CaptionCorpus corpus, CaptionMeasures measures) {
    try (SparkSessions.Session session = spark.open()) {
      SparkCaptionEvaluation evaluation = new SparkCaptionEvaluation(session.spark(), measures);
      return perImage == null
          ? evaluation.score(corpus.images())
          : evaluation.scoreEach(corpus.images());
    }
  }

  private void complain(CaptionCorpus corpus) {
    PrintWriter err = spec.commandLine().getErr();
    corpus.badRows().stream()
        .limit(SHOWN_BAD_ROWS)
        .map(BadRow::text)
        .forEach(text -> err.println("left out: " + text));
    if (corpus.badRows().size() > SHOWN_BAD_ROWS) {
      err.printf("left out: %,d more rows%n", corpus.badRows().size() - SHOWN_BAD_ROWS);
    }
    if (corpus.imagesWithoutCandidate() > 0) {
      err.printf(
          "note: %,d images of %s have no candidate and do not count%n",
          corpus.imagesWithoutCandidate(), references);
    }
    err.flush();
  }

  private void progress(int images, int total) {
    long now = scored.addAndGet(images);
    if (now / PROGRESS_EVERY > (now - images) / PROGRESS_EVERY) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf("%,d of %,d images scored%n", now, total);
      err.flush();
    }
  }

  private static void writeImages(Path file, CaptionScores scores) {
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      try (BufferedWriter lines = Files.newBufferedWriter(file)) {
        for (CaptionScores.ImageScores image : scores.perImage()) {
          lines.append(line(image)).append('\n');
        }
      }
    } catch (IOException e) {
      throw new ConfigException("--per-image %s cannot be written: %s".formatted(file, e), e);
    }
  }

  private static String line(CaptionScores.ImageScores image) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    if (image.imageId().number()) {
      line.set("image_id", JSON.readTree(image.imageId().text()));
    } else {
      line.put("image_id", image.imageId().text());
    }
    image.metrics().forEach(line::put);
    return JSON.writeValueAsString(line);
  }

  private static String table(CaptionScores scores) {
    return "%,d images%n%s".formatted(scores.images(), String.join("\n", scores.table()));
  }
}
