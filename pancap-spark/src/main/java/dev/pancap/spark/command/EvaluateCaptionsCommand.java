package dev.pancap.spark.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.caption.BadRow;
import dev.pancap.eval.caption.CaptionCorpus;
import dev.pancap.eval.caption.CaptionEvaluation;
import dev.pancap.eval.caption.CaptionFiles;
import dev.pancap.eval.caption.CaptionMetric;
import dev.pancap.eval.caption.CaptionScores;
import dev.pancap.eval.caption.capture.CaptureScorer;
import dev.pancap.eval.caption.capture.OnnxPhraseEncoder;
import dev.pancap.eval.caption.capture.PhraseEncoder;
import dev.pancap.eval.caption.capture.T5SceneGraphParser;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
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
      "Both files are [{\"image_id\": 42, \"caption\": \"...\"}], or that under \"annotations\"."
    })
public final class EvaluateCaptionsCommand implements Runnable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SHOWN_BAD_ROWS = 20;
  private static final int PROGRESS_EVERY = 2_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--references",
      required = true,
      paramLabel = "FILE",
      description = "COCO caption JSON; several captions an image are several references.")
  private Path references;

  @Option(
      names = "--candidates",
      required = true,
      paramLabel = "FILE",
      description = "The captions to score, one an image.")
  private Path candidates;

  @Option(
      names = "--metrics",
      split = ",",
      paramLabel = "NAME",
      description = {
        "Which of bleu, rouge-l, cider, meteor and capture.",
        "Default: bleu,rouge-l,cider,meteor."
      })
  private List<String> metrics = List.of("bleu", "rouge-l", "cider", "meteor");

  @Option(names = "--paraphrases", paramLabel = "FILE", description = "METEOR's paraphrase-en.gz.")
  private @Nullable Path paraphrases;

  @Option(
      names = "--parser-model",
      paramLabel = "DIR",
      description = {
        "CAPTURE's scene graph parser flan-t5-base-VG-factual-sg as ONNX. Without it",
        "rules find the facts, and the figure is called capture_rule."
      })
  private @Nullable Path parserModel;

  @Option(
      names = "--encoder-model",
      paramLabel = "DIR",
      description = "CAPTURE's sentence encoder all-mpnet-base-v2 as ONNX.")
  private @Nullable Path encoderModel;

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

  @Mixin private ResultOptions results;

  private final AtomicLong scored = new AtomicLong();

  @Override
  public void run() {
    Set<CaptionMetric> chosen = chosen();
    CaptionCorpus corpus =
        CaptionFiles.read(
            references,
            candidates,
            scoreEmpty ? CaptionFiles.EmptyCaptions.SCORE : CaptionFiles.EmptyCaptions.LEAVE_OUT);
    complain(corpus);
    CaptionScores scores =
        new CaptionEvaluation(
                chosen,
                new CaptionEvaluation.Resources(paraphrases, capture(chosen)),
                images -> progress(images, corpus.images().size()))
            .score(corpus.images());
    if (perImage != null) {
      writeImages(perImage, scores);
    }
    ObjectNode result = JSON.valueToTree(scores.toJson(corpus.badRows().size()));
    results.write(result, table(scores));
  }

  private Set<CaptionMetric> chosen() {
    Set<CaptionMetric> chosen = EnumSet.noneOf(CaptionMetric.class);
    for (String name : metrics) {
      chosen.add(
          Arrays.stream(CaptionMetric.values())
              .filter(metric -> metric.toString().equals(name.strip().replace('_', '-')))
              .findFirst()
              .orElseThrow(() -> unknown(name)));
    }
    return chosen;
  }

  private @Nullable CaptureScorer capture(Set<CaptionMetric> chosen) {
    if (!chosen.contains(CaptionMetric.CAPTURE)) {
      return null;
    }
    ConfigException.check(
        parserModel == null || encoderModel != null,
        "CAPTURE needs --encoder-model beside --parser-model");
    PhraseEncoder encoder = encoderModel == null ? null : OnnxPhraseEncoder.open(encoderModel);
    return parserModel == null || encoder == null
        ? CaptureScorer.withRules(encoder)
        : CaptureScorer.withModels(T5SceneGraphParser.open(parserModel), encoder);
  }

  private static ConfigException unknown(String name) {
    String known =
        Arrays.stream(CaptionMetric.values())
            .map(CaptionMetric::toString)
            .collect(Collectors.joining(", "));
    return new ConfigException("--metrics knows %s, not '%s'".formatted(known, name));
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
    return "%,d images%n%s".formatted(scores.perImage().size(), String.join("\n", scores.table()));
  }
}
