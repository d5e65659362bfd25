package dev.pancap.model.openai;

import dev.pancap.model.ModelException;
import dev.pancap.model.ModelException.Kind;
import dev.pancap.model.openai.ChatCompletion.MalformedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What one attempt came to, and what to do about it. */
sealed interface Verdict {

  /** What the attempt says of the server. */
  Admission.Signal signal();

  /** The server answered. */
  record Answered(ChatCompletion completion) implements Verdict {
    @Override
    public Admission.Signal signal() {
      return Admission.Signal.ANSWERED;
    }
  }

  /**
   * Another attempt may succeed.
   *
   * @param cause a few words for the message, should this attempt have been the last
   * @param asked how long the server asks to wait
   */
  record Retry(Admission.Signal signal, String cause, Optional<Duration> asked)
      implements Verdict {}

  /** No attempt at this request can succeed; by its kind, perhaps at none. */
  record Failed(ModelException failure) implements Verdict {
    @Override
    public Admission.Signal signal() {
      return Admission.Signal.ANSWERED;
    }
  }

  /** The server knows no schema; without one the request may succeed. */
  record SchemaRefused(ModelException failure) implements Verdict {
    @Override
    public Admission.Signal signal() {
      return Admission.Signal.ANSWERED;
    }
  }

  /**
   * Follows openai-java's rules of what to repeat (408, 409, 429, 5xx, connection errors, unless
   * {@code X-Should-Retry} says otherwise), and stops the run first where no request can succeed. A
   * request that is malformed or too large (400, 413) is not repeated whatever the server says.
   */
  static Verdict of(HttpReply reply, Instant now) {
    int status = reply.status();
    if (status == 200) {
      try {
        return new Answered(ChatCompletion.parse(reply.body()));
      } catch (MalformedException e) {
        return new Retry(
            Admission.Signal.STUMBLED, String.valueOf(e.getMessage()), Optional.empty());
      }
    }
    ApiError error = ApiError.parse(reply.body());
    String said = status + (error.toString().isEmpty() ? "" : " " + error);
    Optional<String> stop = reasonToStop(status, error);
    if (stop.isPresent()) {
      return new Failed(
          new ModelException(Kind.STOP_RUN, "The server said %s: %s".formatted(said, stop.get())));
    }
    boolean passing = status == 408 || status == 409 || status == 429 || status >= 500;
    String advice = reply.header("X-Should-Retry").orElse("");
    boolean advised = advice.equals("true") && status != 400 && status != 413;
    if (advised || passing && !advice.equals("false")) {
      return new Retry(signal(status), "status " + said, RetryAfter.of(reply, now));
    }
    Kind kind = passing ? Kind.UNAVAILABLE : Kind.REJECTED;
    ModelException failure = new ModelException(kind, "The server said " + said);
    return error.aboutSchema() ? new SchemaRefused(failure) : new Failed(failure);
  }

  /**
   * Causes are named and not attached: their text may quote what the server sent.
   *
   * @return empty where the failure is a bug and not the network's
   */
  static Optional<Verdict> of(Throwable failure) {
    if (!(failure instanceof IOException)) {
      return Optional.empty();
    }
    if (has(failure, CertificateException.class)) {
      return Optional.of(
          new Failed(
              new ModelException(
                  Kind.STOP_RUN,
                  "The server's certificate is not trusted by this Java;"
                      + " add its issuer to a trust store (javax.net.ssl.trustStore)")));
    }
    return Optional.of(new Retry(Admission.Signal.DOWN, name(failure), Optional.empty()));
  }

  private static Optional<String> reasonToStop(int status, ApiError error) {
    if (error.outOfQuota()) {
      return Optional.of("the account has no quota left; nothing more is asked in this run");
    }
    if (status == 401 || status == 403) {
      return Optional.of("it does not accept the key; check PANCAP_API_KEY");
    }
    if (status == 404 || error.unknownModel()) {
      return Optional.of(
          "it does not know the model or the address;"
              + " check model.openai.model and model.openai.base-url");
    }
    if (status >= 300 && status < 400) {
      return Optional.of(
          "it sends us elsewhere, where the key must not go; set model.openai.base-url to there");
    }
    if (status == 400 && error.unknownField() && !error.aboutSchema()) {
      return Optional.of(
          "it does not take a field that every request has; check model.openai.dialect"
              + " and model.openai.temperature");
    }
    return Optional.empty();
  }

  private static Admission.Signal signal(int status) {
    return switch (status) {
      case 429 -> Admission.Signal.THROTTLED;
      case 503 -> Admission.Signal.OVERLOADED;
      default -> status >= 500 ? Admission.Signal.DOWN : Admission.Signal.STUMBLED;
    };
  }

  private static String name(Throwable failure) {
    if (failure instanceof HttpTimeoutException) {
      return "timed out";
    }
    if (has(failure, UnresolvedAddressException.class)) {
      return "the host's name is unknown";
    }
    if (failure instanceof ConnectException) {
      return "no connection";
    }
    if (failure instanceof BoundedBody.ResponseTooLongException) {
      return "an answer longer than model.openai.max-response-bytes";
    }
    return "the connection broke (" + failure.getClass().getSimpleName() + ")";
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
