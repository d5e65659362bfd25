package dev.pancap.model.openai;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long a server asks to wait: {@code Retry-After-Ms}, else {@code Retry-After} as seconds (a
 * fraction is allowed) or as a date of RFC 9110, section 5.6.7. The first two are what OpenAI's own
 * clients read.
 */
final class RetryAfter {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");

  private RetryAfter() {}

  /** Empty where the server asks for nothing that can be read. A date that has passed is zero. */
  static Optional<Duration> of(HttpReply reply, Instant now) {
    return reply
        .header("Retry-After-Ms")
        .flatMap(text -> number(text, 1e6))
        .or(
            () ->
                reply
                    .header("Retry-After")
                    .flatMap(text -> number(text, 1e9).or(() -> date(text, now))));
  }

  private static Optional<Duration> number(String text, double nanosPerUnit) {
    return NUMBER.matcher(text.strip()).matches()
        ? Optional.of(Duration.ofNanos((long) (Double.parseDouble(text.strip()) * nanosPerUnit)))
        : Optional.empty();
  }

  private static Optional<Duration> date(String text, Instant now) {
    try {
      Instant at =
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(at.isBefore(now) ? Duration.ZERO : Duration.between(now, at));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
