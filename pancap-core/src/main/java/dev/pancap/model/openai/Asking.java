package dev.pancap.model.openai;

import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelException.Kind;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.budget.Claim;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One request on its way: admitted, paid for, sent, judged, and sent again if that may help. */
final class Asking implements Admission.Entrant {
  private final Desk desk;
  private final ModelRequest request;
  private final Claim upper;
  private final CompletableFuture<ModelAnswer> answer = new CompletableFuture<>();
  private final long askedAt;
  private byte[] json;
  private boolean withSchema;
  private int attempts;
  private long firstSentAt;

  /** Writes the request, which may render its pictures: on the caller's thread, not on ours. */
  Asking(Desk desk, ModelRequest request) {
    this.desk = desk;
    this.request = request;
    this.upper = desk.estimate().upper(request);
    this.askedAt = desk.scheduler().nanoTime();
    this.withSchema = desk.schemas().get() && desk.writer().wantsSchema(request.round());
    this.json = write();
  }

  CompletableFuture<ModelAnswer> start() {
    desk.admission().enter(this);
    return answer;
  }

  @Override
  public void admitted(Admission.Ticket ticket) {
    if (attempts > 0 && timeLeft().isNegative()) {
      desk.admission().leave(ticket, Admission.Signal.UNSENT, "");
      fail(deadlinePassed("waiting"));
      return;
    }
    CompletableFuture<Void> leave = desk.budget().acquire(upper);
    // Who waits is waked on the scheduler's thread, which is not for working.
    CompletableFuture<CompletableFuture<Verdict>> sent =
        leave.isDone()
            ? leave.handle((granted, failure) -> send(ticket, failure))
            : leave.handleAsync((granted, failure) -> send(ticket, failure), desk.executor());
    sent.thenCompose(verdict -> verdict)
        .thenAccept(this::act)
        .whenComplete((done, bug) -> passOn(bug));
  }

  @Override
  public void refused(ModelException stop) {
    fail(stop);
  }

  private CompletableFuture<Verdict> send(Admission.Ticket ticket, @Nullable Throwable refusal) {
    if (refusal != null) {
      desk.admission().leave(ticket, Admission.Signal.UNSENT, "");
      if (unwrap(refusal) instanceof ModelException spent) {
        desk.admission().stop(spent);
        return CompletableFuture.completedFuture(new Verdict.Failed(spent));
      }
      return CompletableFuture.failedFuture(unwrap(refusal));
    }
    if (attempts++ == 0) {
      firstSentAt = desk.scheduler().nanoTime();
    }
    Duration timeout = desk.config().timeout();
    Duration left = timeLeft();
    return desk.transport()
        .post(json, request.key(), left.compareTo(timeout) < 0 ? left : timeout)
        .handle((reply, failure) -> judge(ticket, reply, failure));
  }

  private Verdict judge(
      Admission.Ticket ticket, @Nullable HttpReply reply, @Nullable Throwable failure) {
    Optional<Verdict> verdict =
        reply != null
            ? Optional.of(Verdict.of(reply, desk.scheduler().now()))
            : Verdict.of(unwrap(failure));
    desk.budget().settle(upper, used(verdict));
    desk.admission()
        .leave(
            ticket,
            verdict.map(Verdict::signal).orElse(Admission.Signal.UNSENT),
            verdict.map(Asking::cause).orElse(""));
    return verdict.orElseThrow(() -> new CompletionException(failure));
  }

  private void act(Verdict verdict) {
    if (verdict instanceof Verdict.Answered answered) {
      succeed(answered.completion());
    } else if (verdict instanceof Verdict.Retry retry) {
      retry(retry);
    } else if (verdict instanceof Verdict.SchemaRefused refused) {
      withoutSchema(refused);
    } else if (verdict instanceof Verdict.Failed failed) {
      if (failed.failure().kind() == Kind.STOP_RUN) {
        desk.admission().stop(failed.failure());
      }
      fail(failed.failure());
    }
  }

  private void succeed(ChatCompletion completion) {
    json = new byte[0];
    desk.estimate().learn(request, completion.usage());
    answer.complete(
        new ModelAnswer(
            completion.text(),
            completion.finish(),
            completion.usage(),
            completion.model().isEmpty() ? desk.config().model() : completion.model(),
            Duration.ofNanos(desk.scheduler().nanoTime() - askedAt).toMillis()));
  }

  private void retry(Verdict.Retry retry) {
    if (attempts >= desk.config().maxAttempts()) {
      fail(
          new ModelException(
              Kind.UNAVAILABLE,
              "No answer after %d attempts (last: %s)".formatted(attempts, retry.cause())));
      return;
    }
    Duration delay = desk.backoff().delay(attempts, retry.asked());
    if (timeLeft().compareTo(delay) <= 0) {
      fail(deadlinePassed(retry.cause()));
      return;
    }
    desk.scheduler().after(delay, () -> desk.admission().enterAgain(this));
  }

  private void withoutSchema(Verdict.SchemaRefused refused) {
    boolean mayFallBack =
        withSchema && desk.config().answerFormat() == OpenAiConfig.AnswerFormat.AUTO;
    if (!mayFallBack || attempts >= desk.config().maxAttempts()) {
      fail(refused.failure());
      return;
    }
    desk.forgoSchemas();
    withSchema = false;
    json = write();
    desk.admission().enterAgain(this);
  }

  private byte[] write() {
    return withSchema ? desk.writer().writeWithSchema(request) : desk.writer().write(request);
  }

  private Claim used(Optional<Verdict> verdict) {
    return verdict.orElse(null) instanceof Verdict.Answered answered
        ? desk.estimate().used(answered.completion().usage())
        : Claim.NOTHING;
  }

  private Duration timeLeft() {
    long passed = attempts == 0 ? 0 : desk.scheduler().nanoTime() - firstSentAt;
    return desk.config().deadline().minusNanos(passed);
  }

  private ModelException deadlinePassed(String cause) {
    return new ModelException(
        Kind.UNAVAILABLE,
        "No answer within model.openai.deadline, %s, after %d attempts (last: %s)"
            .formatted(desk.config().deadline(), attempts, cause));
  }

  private void fail(ModelException failure) {
    json = new byte[0];
    answer.completeExceptionally(failure);
  }

  /** A bug on one of our threads must reach the caller, or the caller waits for ever. */
  private void passOn(@Nullable Throwable bug) {
    if (bug != null) {
      answer.completeExceptionally(unwrap(bug));
    }
  }

  private static String cause(Verdict verdict) {
    return verdict instanceof Verdict.Retry retry ? retry.cause() : "";
  }

  static Throwable unwrap(@Nullable Throwable failure) {
    if (failure == null) {
      return new IllegalStateException("Neither a reply nor a failure");
    }
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
