package dev.pancap.spark.stage;

import dev.pancap.caption.Finding;
import dev.pancap.caption.RegionLine;
import dev.pancap.caption.round.CaptionComposer;
import dev.pancap.caption.round.RegionDescriber;
import dev.pancap.caption.round.RoundOutcome;
import dev.pancap.caption.round.RoundSettings;
import dev.pancap.config.PancapConfig;
import dev.pancap.journal.AnswerJournal;
import dev.pancap.journal.JournalEntry;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.Prompts;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.overlay.OverlayRenderer;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.spark.RunFailedException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Takes one prepared picture through both rounds in this JVM, without Spark; stores nothing. */
public final class CaptionPicture {
  private final PancapConfig config;
  private final RoundSettings rounds;
  private final VisionLanguageModel model;

  public CaptionPicture(PancapConfig config, VisionLanguageModel model) {
    this.config = config;
    this.rounds = RoundSettings.of(config, Prompts.load(config.prompts()), Clock.systemUTC());
    this.model = model;
  }

  /**
   * What the model says of a picture.
   *
   * @param flags what the gate remarked, one name each
   */
  public record Captioned(
      List<RegionLine> lines, CaptionComposer.Composed composed, List<String> flags) {}

  /**
   * @param picture the picture's file
   * @throws RunFailedException if the model gives no usable answer
   */
  public Captioned caption(PreparedImage image, byte[] picture) {
    ImageScene scene =
        new ImageScene(
            image,
            picture,
            () -> picture,
            new ImageScene.Drawing(
                new OverlayRenderer(config.overlay()),
                config.overlay().jpegQuality(),
                config.limits()));
    Answers answers = new Answers();
    List<RegionLine> lines =
        value(new RegionDescriber(rounds, model, answers).describe(scene).join());
    CaptionComposer.Composed composed =
        value(
            new CaptionComposer(rounds, model, answers)
                .compose(scene, new CaptionComposer.Material(lines, List.of(), Set.of()))
                .join());
    List<String> flags =
        composed.flags().stream()
            .map(Finding::rule)
            .map(rule -> rule.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .distinct()
            .sorted()
            .toList();
    return new Captioned(lines, composed, flags);
  }

  private static <T> T value(RoundOutcome<T> outcome) {
    if (outcome instanceof RoundOutcome.Answered<T> answered) {
      return answered.value();
    }
    if (outcome instanceof RoundOutcome.Rejected<T> rejected) {
      throw new RunFailedException(
          "No usable answer (%s): %s".formatted(rejected.reason(), rejected.detail()));
    }
    RoundOutcome.Deferred<T> deferred = (RoundOutcome.Deferred<T>) outcome;
    throw new RunFailedException("The model cannot be asked: " + deferred.detail());
  }

  /** The answers of this one run. */
  private static final class Answers implements AnswerJournal {
    private final ConcurrentMap<String, ModelAnswer> byKey = new ConcurrentHashMap<>();

    @Override
    public @Nullable ModelAnswer find(long imageId, String key) {
      return byKey.get(key);
    }

    @Override
    public void append(JournalEntry entry) {
      byKey.put(entry.key(), entry.answer());
    }
  }
}
