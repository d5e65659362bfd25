package dev.pancap.spark.command;

import dev.pancap.config.PancapConfig;
import dev.pancap.model.cost.Estimate;
import dev.pancap.spark.BuildPlan;
import dev.pancap.spark.PlanSummary;
import dev.pancap.spark.SparkSessions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pancap plan}: what a build would ask, take and cost. Asks nothing. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Says what the same build would ask of the model: what is answered, what is new, what was",
      "answered in another form and why, with tokens, money and time. Asks nothing, stores nothing."
    },
    footer = {
      "",
      "Example:",
      "  pancap plan --images coco/val2017 --masks coco/panoptic_val2017 \\",
      "      --annotations coco/annotations/panoptic_val2017.json --out dataset \\",
      "      --set model.engine=openai --set model.openai.base-url=https://api.openai.com \\",
      "      --set model.openai.model=gpt-4.1-mini"
    })
public final class PlanCommand implements Callable<Integer> {
  @Mixin private SettingsOptions settings;

  @Mixin private SourceOptions source;

  @Mixin private SummaryOptions summary;

  @Override
  public Integer call() throws IOException {
    PancapConfig config = settings.read();
    source.check(config);
    try (SparkSessions.Session session = source.master().open()) {
      PlanSummary plan =
          new BuildPlan(
                  session.spark(),
                  source.request(config, InputChoice.Embedding.PATHS),
                  Clock.systemUTC())
              .run();
      summary.print(plan, text(plan));
    }
    return 0;
  }

  private static String text(PlanSummary plan) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%,d images, %,d of them cannot be used as they are",
        plan.images(),
        plan.quarantined());
    line(text, "%,d answers are in the journal", plan.answered());
    line(text, "%,d requests would be sent:", plan.requests());
    plan.newRequests()
        .forEach((round, count) -> line(text, "  new          %-10s %,10d", round, count));
    plan.invalidated()
        .forEach((round, count) -> line(text, "  asked again  %-10s %,10d", round, count));
    plan.because().forEach(change -> line(text, "  because of   %s", change));
    line(
        text,
        "Tokens: %s of prompts, %s of answers",
        count(plan.promptTokens()),
        count(plan.answerTokens()));
    line(text, "  from %s; re-asks come on top", plan.tokensFrom());
    line(text, "Cost:   %s", cost(plan.cost(), plan.currency()));
    text.append("Time:   ").append(time(plan));
    return text.toString();
  }

  private static String count(Estimate estimate) {
    return String.format(
        Locale.ROOT,
        "%,.0f (%,.0f to %,.0f)",
        estimate.expected(),
        estimate.low(),
        estimate.high());
  }

  private static String cost(@Nullable Estimate cost, String currency) {
    return cost == null
        ? "the model has no price (model.openai.prices)"
        : String.format(
            Locale.ROOT,
            "%.2f %s (%.2f to %.2f)",
            cost.expected(),
            currency,
            cost.low(),
            cost.high());
  }

  private static String time(PlanSummary plan) {
    Estimate seconds = plan.seconds();
    return seconds == null
        ? "limited by " + plan.boundBy()
        : "%s (%s to %s), limited by %s"
            .formatted(
                span(seconds.expected()),
                span(seconds.low()),
                span(seconds.high()),
                plan.boundBy());
  }

  private static String span(double seconds) {
    Duration duration = Duration.ofSeconds(Math.round(seconds));
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d",
        duration.toHours(),
        duration.toMinutesPart(),
        duration.toSecondsPart());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
