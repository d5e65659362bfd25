package dev.pancap.caption.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.PromptsConfig;
import dev.pancap.image.RgbImage;
import dev.pancap.journal.AnswerJournal;
import dev.pancap.journal.JournalEntry;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Prompts;
import dev.pancap.model.Round;
import dev.pancap.model.Scene;
import dev.pancap.model.TokenUsage;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.overlay.OverlayConfig;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.SkyPicture;
import dev.pancap.quarantine.Reason;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialogueTest {
  private static final PreparedImage IMAGE = SkyPicture.of(1, 2, 1);

  private final Journal journal = new Journal();
  private final Script model = new Script();

  /** A scene that nobody looks into. */
  private static final Scene SCENE =
      new Scene() {
        @Override
        public PreparedImage image() {
          return IMAGE;
        }

        @Override
        public RgbImage pixels() {
          throw new AssertionError("the dialogue does not look at pixels");
        }

        @Override
        public LabelMap marks() {
          throw new AssertionError("the dialogue does not look at masks");
        }

        @Override
        public byte[] originalJpeg() {
          throw new AssertionError("the dialogue does not read the picture");
        }

        @Override
        public byte[] overlayJpeg() {
          throw new AssertionError("the dialogue does not draw");
        }
      };

  private static final class Journal implements AnswerJournal {
    private final Map<String, ModelAnswer> answers = new HashMap<>();

    @Override
    public ModelAnswer find(long imageId, String key) {
      return answers.get(key);
    }

    @Override
    public void append(JournalEntry entry) {
      answers.put(entry.key(), entry.answer());
    }
  }

  /** Answers from a list, and remembers what it was asked. */
  private static final class Script implements VisionLanguageModel {
    private final Deque<Object> answers = new ArrayDeque<>();
    private final List<ModelRequest> asked = new ArrayList<>();

    @Override
    public String name() {
      return "script";
    }

    @Override
    public String fingerprint() {
      return "script";
    }

    @Override
    public int maxInFlight() {
      return 1;
    }

    @Override
    public CompletableFuture<ModelAnswer> ask(ModelRequest request) {
      asked.add(request);
      Object next = answers.removeFirst();
      return next instanceof RuntimeException failure
          ? CompletableFuture.failedFuture(failure)
          : CompletableFuture.completedFuture((ModelAnswer) next);
    }

    @Override
    public void close() {}
  }

  private static ModelAnswer says(String text) {
    return says(text, ModelAnswer.Finish.STOP);
  }

  private static ModelAnswer says(String text, ModelAnswer.Finish finish) {
    return new ModelAnswer(text, finish, new TokenUsage(10, 0, 0, 5, 0), "script-1", 1);
  }

  private RoundOutcome<String> ask(Object... answers) {
    model.answers.clear();
    model.answers.addAll(List.of(answers));
    RoundSettings settings =
        new RoundSettings(
            Prompts.load(new PromptsConfig("")),
            OverlayConfig.defaults(),
            2,
            100,
            100,
            Clock.systemUTC());
    Prompts.Rendered prompt = settings.prompts().describe(IMAGE);
    Dialogue.Question question =
        new Dialogue.Question(
            Round.DESCRIBE, SCENE, prompt, List.of(), List.of(), 100, Reason.ANSWER_INCOMPLETE);
    return new Dialogue(settings, model, journal)
        .<String>ask(
            question,
            text ->
                new Dialogue.Judgement<>(
                    text, text.startsWith("good") ? List.of() : List.of("it is " + text)))
        .join();
  }

  @Test
  void aSecondRunTakesTheSamePathAndAsksNothing() {
    RoundOutcome<String> first = ask(says("bad"), says("good"));
    RoundOutcome<String> second = ask();

    assertThat(first)
        .isInstanceOfSatisfying(
            RoundOutcome.Answered.class,
            answered -> {
              assertThat(answered.value()).isEqualTo("good");
              assertThat(answered.asked())
                  .isEqualTo(new Asked(2, 0, new TokenUsage(20, 0, 0, 10, 0)));
              assertThat(answered.key()).isEqualTo(model.asked.get(1).key());
            });
    assertThat(second.asked()).isEqualTo(new Asked(0, 2, TokenUsage.NONE));
    assertThat(model.asked).hasSize(2);
  }

  @Test
  void aReaskTellsWhatWasWrongAndHasAKeyOfItsOwn() {
    ask(says("bad"), says("worse"), says("good"));

    assertThat(model.asked.get(1).user()).contains("- it is bad").endsWith("The numbers are: 1.");
    assertThat(model.asked.get(2).user()).contains("- it is worse").doesNotContain("it is bad");
    assertThat(model.asked.stream().map(ModelRequest::key).distinct()).hasSize(3);
  }

  @Test
  void whatStaysFaultyIsRejectedWithItsLastFault() {
    RoundOutcome<String> outcome = ask(says("bad"), says("bad"), says("ugly"));

    assertThat(outcome)
        .isEqualTo(
            new RoundOutcome.Rejected<>(
                Reason.ANSWER_INCOMPLETE,
                "after 3 askings: it is ugly",
                new Asked(3, 0, new TokenUsage(30, 0, 0, 15, 0))));
  }

  @Test
  void aCutAnswerIsAskedForOnceMoreWithTwiceTheBudget() {
    RoundOutcome<String> outcome =
        ask(
            says("good but cu", ModelAnswer.Finish.LENGTH),
            says("good again cu", ModelAnswer.Finish.LENGTH));

    assertThat(model.asked).extracting(ModelRequest::maxTokens).containsExactly(100, 200);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            RoundOutcome.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Reason.ANSWER_TRUNCATED);
              assertThat(rejected.detail()).isEqualTo("the answer was cut at 200 tokens");
            });
  }

  @ParameterizedTest
  @CsvSource({"REFUSAL, ANSWER_REFUSED", "CONTENT_FILTER, ANSWER_FILTERED"})
  void whatIsRefusedOrWithheldIsNeverAskedForAgain(ModelAnswer.Finish finish, Reason reason) {
    assertThat(ask(says("good", finish)))
        .isInstanceOfSatisfying(
            RoundOutcome.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    assertThat(model.asked).hasSize(1);
  }

  @Test
  void aServerThatIsAwayDefersAndAWrongRequestRejects() {
    assertThat(ask(new ModelException(ModelException.Kind.UNAVAILABLE, "down")))
        .isInstanceOf(RoundOutcome.Deferred.class);
    assertThat(ask(new ModelException(ModelException.Kind.REJECTED, "400")))
        .isInstanceOfSatisfying(
            RoundOutcome.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.REQUEST_REJECTED));
    assertThat(ask(new ModelException(ModelException.Kind.BUDGET_SPENT, "spent")))
        .isInstanceOfSatisfying(
            RoundOutcome.Deferred.class,
            deferred -> assertThat(deferred.detail()).isEqualTo("spent"));
    assertThat(journal.answers).isEmpty();
  }

  @Test
  void aBugIsNotAnOutcome() {
    assertThatThrownBy(() -> ask(new IllegalStateException("bug")))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("bug");
  }
}
