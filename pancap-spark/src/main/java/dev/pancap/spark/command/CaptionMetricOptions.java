package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.eval.caption.CaptionMeasures;
import dev.pancap.eval.caption.CaptionMetric;
import dev.pancap.eval.caption.capture.CaptureModels;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every evaluation that scores captions: a mixin. */
public final class CaptionMetricOptions {
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
  private @Nullable String paraphrases;

  /**
   * @throws ConfigException if there is no metric of a name
   */
  CaptionMeasures measures(CaptureModels models) {
    Set<CaptionMetric> chosen = EnumSet.noneOf(CaptionMetric.class);
    for (String name : metrics) {
      chosen.add(
          Arrays.stream(CaptionMetric.values())
              .filter(metric -> metric.toString().equals(name.strip().replace('_', '-')))
              .findFirst()
              .orElseThrow(() -> unknown(name)));
    }
    return new CaptionMeasures(chosen, paraphrases, models);
  }

  private static ConfigException unknown(String name) {
    String known =
        Arrays.stream(CaptionMetric.values())
            .map(CaptionMetric::toString)
            .collect(Collectors.joining(", "));
    return new ConfigException("--metrics knows %s, not '%s'".formatted(known, name));
  }
}
