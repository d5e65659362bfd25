package dev.pancap.caption.round;

import dev.pancap.caption.CaptionGate;
import dev.pancap.caption.Finding;
import dev.pancap.caption.GateContext;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.ParsedCaption;
import dev.pancap.caption.RegionLine;
import dev.pancap.caption.StruckWords;
import dev.pancap.journal.AnswerJournal;
import dev.pancap.model.Round;
import dev.pancap.model.Scene;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.quarantine.Reason;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Round 2: asks for one grounded paragraph, until the gate finds no fault in it. */
public final class CaptionComposer {
  private final Dialogue dialogue;
  private final RoundSettings settings;

  public CaptionComposer(RoundSettings settings, VisionLanguageModel model, AnswerJournal journal) {
    this.settings = settings;
    this.dialogue = new Dialogue(settings, model, journal);
  }

  /**
   * What the paragraph is made of.
   *
   * @param lines by ascending mark
   * @param struck what must not be said again
   * @param unneeded marks that the paragraph need not name, such as bad masks
   */
  public record Material(List<RegionLine> lines, List<StruckWords> struck, Set<Integer> unneeded) {}

  /**
   * A paragraph without a fault.
   *
   * @param flags what a person should look at
   */
  public record Composed(ParsedCaption caption, List<Finding> flags) {}

  public CompletableFuture<RoundOutcome<Composed>> compose(Scene scene, Material material) {
    List<String> forbidden =
        material.struck().stream().map(StruckWords::words).distinct().sorted().toList();
    Dialogue.Question question =
        new Dialogue.Question(
            Round.COMPOSE,
            scene,
            settings.prompts().compose(scene.image(), material.lines(), forbidden),
            material.lines(),
            forbidden,
            settings.composeMaxTokens(),
            Reason.CAPTION_FAULTY);
    GateContext context = new GateContext(material.struck(), material.unneeded());
    return dialogue.ask(
        question,
        answer -> {
          ParsedCaption parsed = GroundedCaptionParser.parse(answer);
          List<Finding> findings = CaptionGate.check(parsed, scene.image(), context);
          return new Dialogue.Judgement<>(
              new Composed(
                  parsed, findings.stream().filter(finding -> !finding.isFault()).toList()),
              findings.stream().filter(Finding::isFault).map(Finding::detail).toList());
        });
  }
}
