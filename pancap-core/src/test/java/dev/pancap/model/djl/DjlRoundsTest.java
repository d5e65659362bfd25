package dev.pancap.model.djl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.caption.RegionLine;
import dev.pancap.caption.StruckWords;
import dev.pancap.caption.round.CaptionComposer;
import dev.pancap.caption.round.RegionDescriber;
import dev.pancap.caption.round.RoundOutcome;
import dev.pancap.caption.round.RoundSettings;
import dev.pancap.config.ConfigReader;
import dev.pancap.config.PancapConfig;
import dev.pancap.journal.AnswerJournal;
import dev.pancap.journal.JournalEntry;
import dev.pancap.model.Engines;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.Prompts;
import dev.pancap.model.VisionLanguageModel;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A small model goes through both rounds of the pipeline: its answers are parsed and gated. */
class DjlRoundsTest {
  private final PancapConfig config =
      ConfigReader.read(
          null,
          "",
          List.of(
              "model.engine=djl",
              "model.djl.folder=" + TestModels.resource("trained"),
              "model.djl.threads=1"));
  private final RoundSettings settings =
      RoundSettings.of(config, Prompts.load(config.prompts()), Clock.systemUTC());
  private final Journal journal = new Journal();
  private final DrawnScene scene = DrawnScene.of(120, 90);

  @Test
  void captionsRegionByRegionWithoutAFault() {
    List<RegionLine> lines;
    CaptionComposer.Composed composed;
    try (VisionLanguageModel model = Engines.open(config)) {
      lines = value(new RegionDescriber(settings, model, journal).describe(scene).join());
      composed = compose(model, lines, List.of());
    }

    assertThat(lines).extracting(RegionLine::mark).containsExactly(1, 2);
    assertThat(composed.caption().caption().groups())
        .extracting(group -> group.markIds())
        .containsExactly(List.of(1), List.of(2));
    assertThat(journal.answers).hasSize(2);
  }

  @Test
  void theSecondRunAsksNothing() {
    try (VisionLanguageModel model = Engines.open(config)) {
      List<RegionLine> lines =
          value(new RegionDescriber(settings, model, journal).describe(scene).join());
      compose(model, lines, List.of());
    }
    Map<String, ModelAnswer> first = Map.copyOf(journal.answers);
    try (VisionLanguageModel model = Engines.open(config)) {
      List<RegionLine> lines =
          value(new RegionDescriber(settings, model, journal).describe(scene).join());
      compose(model, lines, List.of());
    }

    assertThat(journal.answers).isEqualTo(first);
  }

  @Test
  void aStruckSummaryIsLeftOut() {
    List<RegionLine> lines =
        List.of(new RegionLine(1, "sky", "A clear sky."), new RegionLine(2, "car", "A red car."));
    try (VisionLanguageModel model = Engines.open(config)) {
      CaptionComposer.Composed composed =
          compose(model, lines, List.of(new StruckWords(0, "gray picture")));

      assertThat(composed.caption().caption().plain()).isEqualTo("A clear sky. A red car.");
    }
  }

  private CaptionComposer.Composed compose(
      VisionLanguageModel model, List<RegionLine> lines, List<StruckWords> struck) {
    return value(
        new CaptionComposer(settings, model, journal)
            .compose(scene, new CaptionComposer.Material(lines, struck, Set.of()))
            .join());
  }

  private static <T> T value(RoundOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(RoundOutcome.Answered.class);
    return ((RoundOutcome.Answered<T>) outcome).value();
  }

  private static final class Journal implements AnswerJournal {
    private final Map<String, ModelAnswer> answers = new HashMap<>();

    @Override
    public @Nullable ModelAnswer find(long imageId, String key) {
      return answers.get(key);
    }

    @Override
    public void append(JournalEntry entry) {
      answers.put(entry.key(), entry.answer());
    }
  }
}
