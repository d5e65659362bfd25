package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.config.ModelConfig;
import dev.pancap.model.ModelException;
import dev.pancap.model.openai.ApiKey;
import dev.pancap.model.openai.OpenAiConfig;
import dev.pancap.model.openai.OpenAiModel;
import dev.pancap.model.openai.ServerCheck;
import dev.pancap.model.openai.ServerReport;
import dev.pancap.model.openai.ServerReport.Trial;
import dev.pancap.spark.RunFailedException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pancap check}: says what the configured server can do. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the configured server three small questions and says what works: pictures, the JSON",
      "schema, the counting of tokens, and what it tells of its limits. Costs next to nothing."
    },
    footer = {
      "",
      "Example:",
      "  export PANCAP_API_KEY=...",
      "  pancap check --set model.engine=openai --set model.openai.base-url=http://gpu-1:8000 \\",
      "      --set model.openai.dialect=vllm --set model.openai.model=Qwen/Qwen2.5-VL-7B-Instruct"
    })
public final class CheckCommand implements Callable<Integer> {
  @Mixin private SettingsOptions settings;

  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(boolean usable, String server, String model, ServerReport report) {}

  @Override
  public Integer call() {
    ModelConfig model = settings.read().model();
    ConfigException.check(
        model.engine() == ModelConfig.Engine.OPENAI,
        "pancap check looks at a server, and engine %s has none; --set model.engine=openai",
        model.engine().name().toLowerCase(Locale.ROOT));
    OpenAiConfig config = model.openai();
    OpenAiModel.check(config, System.getenv());
    ServerReport report = run(config);
    Summary done =
        new Summary(report.isUsable(), config.chatCompletions().toString(), config.model(), report);
    summary.print(done, text(done));
    return report.isUsable() ? 0 : 1;
  }

  private static ServerReport run(OpenAiConfig config) {
    try {
      return ServerCheck.run(config, ApiKey.from(System.getenv(), config));
    } catch (ModelException e) {
      throw new RunFailedException(String.valueOf(e.getMessage()));
    }
  }

  private static String text(Summary done) {
    ServerReport report = done.report();
    StringBuilder text = new StringBuilder();
    text.append("%s at %s%n".formatted(done.model(), done.server()));
    line(text, "text", report.text());
    line(text, "pictures", report.pictures());
    line(text, "schema", report.schema());
    line(text, "usage", report.usage());
    if (report.limits().isEmpty()) {
      text.append("  limits    none told%n".formatted());
    }
    for (Map.Entry<String, String> limit : report.limits().entrySet()) {
      text.append("  limits    %s: %s%n".formatted(limit.getKey(), limit.getValue()));
    }
    text.append(
        report.isUsable() ? "It can caption pictures." : "It cannot be used to caption pictures.");
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Trial trial) {
    text.append("  %-9s %-3s  %s%n".formatted(name, trial.works() ? "yes" : "no", trial.detail()));
  }
}
