package dev.pancap.caption.round;

import dev.pancap.caption.LineFault;
import dev.pancap.caption.ParsedLines;
import dev.pancap.caption.RegionLine;
import dev.pancap.caption.RegionLinesParser;
import dev.pancap.journal.AnswerJournal;
import dev.pancap.model.Round;
import dev.pancap.model.Scene;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.panoptic.Segment;
import dev.pancap.quarantine.Reason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Round 1: asks for one line a region, until every region has its line. */
public final class RegionDescriber {
  private final Dialogue dialogue;
  private final RoundSettings settings;

  public RegionDescriber(RoundSettings settings, VisionLanguageModel model, AnswerJournal journal) {
    this.settings = settings;
    this.dialogue = new Dialogue(settings, model, journal);
  }

  /** The lines by ascending mark, one for every segment. */
  public CompletableFuture<RoundOutcome<List<RegionLine>>> describe(Scene scene) {
    Map<Integer, String> classes =
        scene.image().segments().stream()
            .collect(Collectors.toMap(Segment::mark, Segment::category));
    Dialogue.Question question =
        new Dialogue.Question(
            Round.DESCRIBE,
            scene,
            settings.prompts().describe(scene.image()),
            List.of(),
            List.of(),
            settings.describeMaxTokens(),
            Reason.ANSWER_INCOMPLETE);
    return dialogue.ask(
        question,
        answer -> {
          ParsedLines parsed = RegionLinesParser.parse(answer, classes);
          return new Dialogue.Judgement<>(
              parsed.lines(), parsed.faults().stream().map(LineFault::text).toList());
        });
  }
}
