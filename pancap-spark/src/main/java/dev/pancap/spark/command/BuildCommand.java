package dev.pancap.spark.command;

import dev.pancap.config.PancapConfig;
import dev.pancap.config.RunConfig;
import dev.pancap.spark.BuildRequest;
import dev.pancap.spark.BuildRun;
import dev.pancap.spark.BuildSummary;
import dev.pancap.spark.RunFailedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pancap build}: makes a release, asking the model for what is not answered yet. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a checked grounded-caption dataset from pictures and panoptic masks.",
      "Running it again asks the model only for what is missing or has changed."
    },
    footer = {
      "",
      "Example:",
      "  pancap build --images coco/val2017 --masks coco/panoptic_val2017 \\",
      "      --annotations coco/annotations/panoptic_val2017.json --out dataset",
      "The release is then in dataset/releases/, and dataset/CURRENT names it."
    })
public final class BuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions settings;

  @Mixin private SummaryOptions summary;

  @Mixin private SourceOptions source;

  @Option(names = "--embed-images", description = "Put the pictures' bytes into the release.")
  private boolean embedImages;

  @Option(
      names = "--with-scene-graph",
      description = "Put a scene graph of each picture into the release: objects and relations.")
  private boolean withSceneGraph;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      description = "Stop asking after N requests; the rest is deferred to the next run.")
  private @Nullable Long maxRequests;

  @Option(
      names = "--max-cost",
      paramLabel = "AMOUNT",
      description =
          "Stop asking before more than this is spent, in the currency of conf/prices.yaml.")
  private @Nullable BigDecimal maxCost;

  @Option(
      names = "--fingerprint",
      paramLabel = "stat|content",
      description =
          "How unchanged files are known: stat compares length, time and ETag and reads none;"
              + " content compares what is in them. Default: run.fingerprint of the settings.")
  private RunConfig.@Nullable Fingerprint fingerprint;

  @Override
  public Integer call() throws IOException {
    PancapConfig config = settings.read(overrides());
    source.check(config);
    BuildRequest request = source.request(config, InputChoice.Embedding.of(embedImages));
    BuildSummary done =
        BuildRun.system(source.master().url(), spec.commandLine().getErr()).run(request);
    if (!done.refusal().isEmpty()) {
      throw new RunFailedException(done.refusal());
    }
    summary.print(done, text(done));
    return 0;
  }

  private List<String> overrides() {
    List<String> assignments = new ArrayList<>();
    if (fingerprint != null) {
      assignments.add("run.fingerprint=" + fingerprint.name().toLowerCase(Locale.ROOT));
    }
    if (maxRequests != null) {
      assignments.add("model.openai.max-requests=" + maxRequests);
    }
    if (maxCost != null) {
      assignments.add("model.openai.max-cost=" + maxCost.toPlainString());
    }
    if (withSceneGraph) {
      assignments.add("release.scene-graph=true");
    }
    return assignments;
  }

  private static String text(BuildSummary done) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%,d images: %,d published, %,d quarantined, %,d deferred, in %.1f s",
        done.in(),
        done.published(),
        done.quarantined(),
        done.deferred(),
        done.seconds());
    done.spending().forEach(spent -> line(text, "%s", spent));
    for (Map.Entry<String, Long> reason : done.quarantinedBy().entrySet()) {
      line(text, "  quarantined  %-28s %,8d", reason.getKey(), reason.getValue());
    }
    for (Map.Entry<String, Long> flag : done.flags().entrySet()) {
      line(text, "  flagged      %-28s %,8d", flag.getKey(), flag.getValue());
    }
    for (String damage : done.damagedJournalFiles()) {
      line(text, "  damaged      %s", damage);
    }
    if (done.release().isEmpty()) {
      line(text, "No image could be published within the budget: there is no new release");
      return text.append(String.format(Locale.ROOT, "Run:      %s", done.run())).toString();
    }
    if (!done.changed()) {
      line(text, "Nothing has changed: release %s stays current", done.version());
    }
    line(text, "Release:  %s", done.release());
    text.append(String.format(Locale.ROOT, "Run:      %s%n", done.run()));
    text.append(String.format(Locale.ROOT, "Report:   %s/report/index.html", done.run()));
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
