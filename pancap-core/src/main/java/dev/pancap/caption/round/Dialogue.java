package dev.pancap.caption.round;

import dev.pancap.caption.RegionLine;
import dev.pancap.journal.AnswerJournal;
import dev.pancap.journal.JournalEntry;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Prompts;
import dev.pancap.model.RequestKey;
import dev.pancap.model.Round;
import dev.pancap.model.Scene;
import dev.pancap.model.TokenUsage;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.overlay.OverlayRenderer;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.quarantine.Reason;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Asks one question of one image until the answer has no fault or the patience is used up.
 *
 * <p>Every asking, a re-ask too, is a request with a content key of its own. Its answer is looked
 * up in the journal first and stored there before it is judged, so a second run walks the same path
 * without asking. An answer that was cut by its budget is asked for once more with twice the
 * budget; a refused or filtered one is never asked for again.
 */
final class Dialogue {
  /** Part of every key: raise it when the meaning of the other parts changes. */
  private static final int KEY_VERSION = 1;

  private final VisionLanguageModel model;
  private final AnswerJournal journal;
  private final Prompts prompts;
  private final String overlayLook;
  private final int maxReasks;
  private final Clock clock;

  Dialogue(RoundSettings settings, VisionLanguageModel model, AnswerJournal journal) {
    this.model = model;
    this.journal = journal;
    this.prompts = settings.prompts();
    this.overlayLook = OverlayRenderer.VERSION + " " + settings.overlay();
    this.maxReasks = settings.maxReasks();
    this.clock = settings.clock();
  }

  /**
   * What is asked.
   *
   * @param whenFaulty the reason of an image whose answers keep having faults
   */
  record Question(
      Round round,
      Scene scene,
      Prompts.Rendered prompt,
      List<RegionLine> lines,
      List<String> forbidden,
      int maxTokens,
      Reason whenFaulty) {}

  /** A judged answer: a value, or the faults that keep it from being one. */
  record Judgement<T>(T value, List<String> faults) {}

  <T> CompletableFuture<RoundOutcome<T>> ask(
      Question question, Function<String, Judgement<T>> judge) {
    return attempt(new Attempt(question, question.prompt(), 0, false, Asked.NOTHING), judge);
  }

  /**
   * @param isLonger whether the budget was doubled after a cut answer
   * @param before what the attempts before this one cost
   */
  private record Attempt(
      Question question, Prompts.Rendered prompt, int number, boolean isLonger, Asked before) {

    int maxTokens() {
      return isLonger ? 2 * question.maxTokens() : question.maxTokens();
    }

    Attempt longer(Asked so) {
      return new Attempt(question, prompt, number, true, so);
    }

    Attempt again(Prompts.Rendered corrected, Asked so) {
      return new Attempt(question, corrected, number + 1, isLonger, so);
    }
  }

  private <T> CompletableFuture<RoundOutcome<T>> attempt(
      Attempt attempt, Function<String, Judgement<T>> judge) {
    ModelRequest request = request(attempt);
    long imageId = request.scene().image().imageId();
    ModelAnswer stored = journal.find(imageId, request.key());
    if (stored != null) {
      Asked asked = attempt.before().plus(new Asked(0, 1, TokenUsage.NONE));
      return judge(attempt, request.key(), stored, asked, judge);
    }
    return model
        .ask(request)
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                return CompletableFuture.completedFuture(
                    Dialogue.<T>withoutAnswer(failure, attempt.before()));
              }
              journal.append(
                  new JournalEntry(
                      request.key(),
                      imageId,
                      request.round(),
                      request.attempt(),
                      answer,
                      clock.millis()));
              Asked asked = attempt.before().plus(new Asked(1, 0, answer.usage()));
              return judge(attempt, request.key(), answer, asked, judge);
            })
        .thenCompose(Function.identity());
  }

  private <T> CompletableFuture<RoundOutcome<T>> judge(
      Attempt attempt,
      String key,
      ModelAnswer answer,
      Asked asked,
      Function<String, Judgement<T>> judge) {
    Question question = attempt.question();
    return switch (answer.finish()) {
      case REFUSAL -> rejected(Reason.ANSWER_REFUSED, "the model refused", asked);
      case CONTENT_FILTER ->
          rejected(Reason.ANSWER_FILTERED, "a content filter withheld the answer", asked);
      case LENGTH ->
          attempt.isLonger()
              ? rejected(
                  Reason.ANSWER_TRUNCATED,
                  "the answer was cut at %d tokens".formatted(attempt.maxTokens()),
                  asked)
              : attempt(attempt.longer(asked), judge);
      case STOP -> {
        Judgement<T> judgement = judge.apply(answer.text());
        if (judgement.faults().isEmpty()) {
          yield CompletableFuture.completedFuture(
              new RoundOutcome.Answered<>(judgement.value(), key, answer.model(), asked));
        }
        if (attempt.number() == maxReasks) {
          yield rejected(
              question.whenFaulty(),
              "after %d askings: %s"
                  .formatted(attempt.number() + 1, String.join("; ", judgement.faults())),
              asked);
        }
        PreparedImage image = question.scene().image();
        yield attempt(
            attempt.again(prompts.again(question.prompt(), image, judgement.faults()), asked),
            judge);
      }
    };
  }

  private ModelRequest request(Attempt attempt) {
    Question question = attempt.question();
    PreparedImage image = question.scene().image();
    boolean withImages = question.round() == Round.DESCRIBE;
    RequestKey key =
        RequestKey.start()
            .with("key-version", KEY_VERSION)
            .with("model", model.fingerprint())
            .with("round", question.round().name())
            .with("attempt", attempt.number())
            .with("system", attempt.prompt().system())
            .with("user", attempt.prompt().user())
            .with("image", image.imageFingerprint())
            .with("mask", image.maskFingerprint())
            .with("max-tokens", attempt.maxTokens());
    if (withImages) {
      key.with("overlay", overlayLook);
    }
    question.forbidden().forEach(words -> key.with("forbidden", words));
    return new ModelRequest(
        key.hex(),
        question.round(),
        attempt.number(),
        attempt.prompt().system(),
        attempt.prompt().user(),
        withImages,
        question.scene(),
        question.lines(),
        question.forbidden(),
        attempt.maxTokens());
  }

  private static <T> CompletableFuture<RoundOutcome<T>> rejected(
      Reason reason, String detail, Asked asked) {
    return CompletableFuture.completedFuture(new RoundOutcome.Rejected<>(reason, detail, asked));
  }

  private static <T> RoundOutcome<T> withoutAnswer(Throwable failure, Asked asked) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (!(cause instanceof ModelException known)) {
      throw new CompletionException(cause);
    }
    return known.kind() == ModelException.Kind.REJECTED
        ? new RoundOutcome.Rejected<>(
            Reason.REQUEST_REJECTED, String.valueOf(known.getMessage()), asked)
        : new RoundOutcome.Deferred<>(known.kind(), known.getMessage(), asked);
  }
}
