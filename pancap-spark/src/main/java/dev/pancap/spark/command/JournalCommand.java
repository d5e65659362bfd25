package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.model.Round;
import dev.pancap.model.TokenUsage;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.RunFailedException;
import dev.pancap.store.JournalMaintenance;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pancap journal}: what the journal holds, whether it can be trusted, and fewer files. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    description = {
      "stats counts the stored answers and the tokens that they cost.",
      "verify reads every file; the exit code is 1 if one cannot be used.",
      "compact puts many small files together and drops repeated answers. Not while a build runs."
    },
    footer = {"", "Example:", "  pancap journal --out out compact"})
public final class JournalCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "What build wrote to.")
  private String out = "";

  @Parameters(
      arity = "0..1",
      defaultValue = "stats",
      paramLabel = "ACTION",
      description = "stats, verify or compact. Default: stats.")
  private String action = "";

  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints for stats and verify. */
  record Stats(
      int files,
      long entries,
      long keys,
      long describe,
      long compose,
      TokenUsage tokens,
      List<String> corrupt) {}

  @Override
  public Integer call() throws IOException {
    JournalMaintenance journal =
        new JournalMaintenance(out, HadoopSettings.ofProcess().configuration());
    switch (action) {
      case "stats" -> print(journal.read());
      case "verify" -> {
        JournalMaintenance.Contents contents = journal.read();
        print(contents);
        if (!contents.corrupt().isEmpty()) {
          throw new RunFailedException(
              "%d of %d journal files cannot be used; the next build asks their answers again. Remove them, or restore them from a backup"
                  .formatted(contents.corrupt().size(), contents.files()));
        }
      }
      case "compact" -> {
        JournalMaintenance.Compaction done = journal.compact(Clock.systemUTC());
        summary.print(
            done,
            "%d files became %d, with %,d answers%s"
                .formatted(
                    done.filesBefore(), done.filesAfter(), done.entries(), lines(done.corrupt())));
      }
      default ->
          throw new ConfigException(
              "journal knows stats, verify and compact, not '" + action + "'");
    }
    return 0;
  }

  private void print(JournalMaintenance.Contents contents) {
    TokenUsage tokens = contents.tokens();
    summary.print(
        new Stats(
            contents.files(),
            contents.entries(),
            contents.keys(),
            contents.answers().getOrDefault(Round.DESCRIBE, 0L),
            contents.answers().getOrDefault(Round.COMPOSE, 0L),
            tokens,
            contents.corrupt()),
        """
        files      %,d
        answers    %,d (%,d of them repeated)
          round 1  %,d
          round 2  %,d
        tokens     %,d in (%,d cached), %,d out%s"""
            .formatted(
                contents.files(),
                contents.entries(),
                contents.entries() - contents.keys(),
                contents.answers().getOrDefault(Round.DESCRIBE, 0L),
                contents.answers().getOrDefault(Round.COMPOSE, 0L),
                tokens.promptTokens(),
                tokens.cachedTokens(),
                tokens.completionTokens(),
                lines(contents.corrupt())));
  }

  private static String lines(List<String> corrupt) {
    return corrupt.isEmpty() ? "" : "\n" + String.join("\n", corrupt);
  }
}
