package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.vqa.MmBench;
import dev.pancap.eval.vqa.MmVet;
import dev.pancap.eval.vqa.Mme;
import dev.pancap.eval.vqa.Pope;
import dev.pancap.eval.vqa.SeedBench;
import dev.pancap.eval.vqa.TextVqa;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap evaluate vqa}: visual question answering. */
@Command(
    name = "vqa",
    mixinStandardHelpOptions = true,
    description = {
      "Scores of question-answering benchmarks, from their answer files.",
      "",
      "  pope     --truth questions with labels, --predictions answers (files, or folders of the"
          + " three splits)",
      "  mme      --predictions the folder of the subtasks' .txt files",
      "  mmbench  --predictions answers with index, prediction, answer and options (.tsv or JSON)",
      "  seed     --truth the published questions, --predictions answers",
      "  textvqa  --truth the published questions, --predictions answers",
      "  mmvet    --truth the published questions, --predictions the judge's grades"
    },
    footer = {
      "",
      "Example:",
      "  pancap evaluate vqa --benchmark pope --truth coco_pope_random.json \\",
      "      --predictions answers.jsonl --out pope.json"
    })
public final class EvaluateVqaCommand implements Runnable {
  /** The benchmarks there are. */
  enum Benchmark {
    POPE,
    MME,
    MMBENCH,
    SEED,
    TEXTVQA,
    MMVET
  }

  @Option(
      names = "--benchmark",
      required = true,
      paramLabel = "NAME",
      description = "One of pope, mme, mmbench, seed, textvqa, mmvet.")
  private Benchmark benchmark;

  @Option(
      names = "--truth",
      paramLabel = "PATH",
      description = "The benchmark's questions with their answers.")
  private @Nullable Path truth;

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "PATH",
      description = "The model's answers.")
  private Path predictions;

  @Mixin private NoSparkOption noSpark;
  @Mixin private ResultOptions results;

  @Override
  public void run() {
    MetricResult result =
        switch (benchmark) {
          case POPE -> Pope.evaluate(questions(), predictions);
          case MME -> Mme.evaluate(predictions);
          case MMBENCH -> MmBench.evaluate(predictions);
          case SEED -> SeedBench.evaluate(questions(), predictions);
          case TEXTVQA -> TextVqa.evaluate(truth, predictions);
          case MMVET -> MmVet.evaluate(questions(), predictions);
        };
    results.write(result.json(), result.table());
  }

  private Path questions() {
    if (truth == null) {
      throw new ConfigException("This benchmark needs --truth: its questions with their answers");
    }
    return truth;
  }
}
