package dev.pancap.spark;

import dev.pancap.config.ModelConfig;
import dev.pancap.model.Round;
import dev.pancap.model.cost.Estimate;
import dev.pancap.model.cost.TokenPrice;
import dev.pancap.model.openai.OpenAiConfig;
import dev.pancap.model.openai.OpenAiModel;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens, money and time of the requests that a plan counts.
 *
 * @param from where the token figures come from, in a sentence
 * @param cost null where the model has no price
 * @param seconds null where nothing is limited and no answer was ever timed
 */
record PlanForecast(
    Estimate promptTokens,
    Estimate answerTokens,
    String from,
    @Nullable Estimate cost,
    String currency,
    @Nullable Estimate seconds,
    String boundBy) {
  private static final double TOKENS_A_LINE = 30;
  private static final double TOKENS_A_PARAGRAPH = 250;
  private static final double TOKENS_OF_A_TEMPLATE = 250;

  /**
   * What is to be asked.
   *
   * @param promptTokens of the first request of each image, estimated from its text and pictures
   * @param segments of the images that are asked about
   */
  record Work(long describe, long compose, long promptTokens, long segments) {
    long requests() {
      return describe + compose;
    }
  }

  static PlanForecast of(
      Work work, Map<Round, AnswerHistory> history, ModelConfig model, int executors) {
    boolean known =
        (work.describe() == 0 || history.containsKey(Round.DESCRIBE))
            && (work.compose() == 0 || history.containsKey(Round.COMPOSE));
    Estimate prompt = known ? promptTokens(work, history) : statedPromptTokens(work);
    Estimate answers = known ? answerTokens(work, history) : statedAnswerTokens(work);
    Optional<TokenPrice> price =
        model.engine() == ModelConfig.Engine.OPENAI
            ? OpenAiModel.price(model.openai())
            : Optional.empty();
    Bound bound = bound(work, prompt.plus(answers), history, model, executors);
    return new PlanForecast(
        prompt,
        answers,
        known
            ? "the mean and scatter of the journal's answers"
            : "no history: 784 pixels or 3 characters a prompt token, 30 answer tokens a region,"
                + " 250 a paragraph, give or take half",
        price
            .map(
                found ->
                    known
                        ? cost(found, work, history)
                        : prompt
                            .times(found.prompt().doubleValue() / 1e6)
                            .plus(answers.times(found.completion().doubleValue() / 1e6)))
            .orElse(null),
        price.map(found -> found.currency().getCurrencyCode()).orElse(""),
        bound.seconds(),
        bound.by());
  }

  private static Estimate promptTokens(Work work, Map<Round, AnswerHistory> history) {
    return sum(work, history, Kind.PROMPT);
  }

  private static Estimate answerTokens(Work work, Map<Round, AnswerHistory> history) {
    return sum(work, history, Kind.ANSWER);
  }

  private static Estimate cost(TokenPrice price, Work work, Map<Round, AnswerHistory> history) {
    return cost(price, work.describe(), history.get(Round.DESCRIBE))
        .plus(cost(price, work.compose(), history.get(Round.COMPOSE)));
  }

  private static Estimate cost(TokenPrice price, long count, @Nullable AnswerHistory seen) {
    return seen == null
        ? Estimate.ZERO
        : of(count, seen, Kind.PROMPT)
            .times(seen.promptPrice(price))
            .plus(of(count, seen, Kind.ANSWER).times(seen.answerPrice(price)));
  }

  private enum Kind {
    PROMPT,
    ANSWER
  }

  private static Estimate sum(Work work, Map<Round, AnswerHistory> history, Kind kind) {
    return of(work.describe(), history.get(Round.DESCRIBE), kind)
        .plus(of(work.compose(), history.get(Round.COMPOSE), kind));
  }

  private static Estimate of(long count, @Nullable AnswerHistory seen, Kind kind) {
    if (seen == null) {
      return Estimate.ZERO;
    }
    return kind == Kind.PROMPT
        ? Estimate.ofSum(count, seen.answers(), seen.promptMean(), seen.promptDeviation())
        : Estimate.ofSum(count, seen.answers(), seen.answerMean(), seen.answerDeviation());
  }

  private static Estimate statedPromptTokens(Work work) {
    // Round 2 of an image that still needs round 1 repeats the lines that round 1 will give.
    double later =
        work.describe() == 0
            ? 0
            : work.describe() * TOKENS_OF_A_TEMPLATE + work.segments() * TOKENS_A_LINE;
    return giveOrTakeHalf(work.promptTokens() + later);
  }

  private static Estimate statedAnswerTokens(Work work) {
    double lines = work.describe() == 0 ? 0 : work.segments() * TOKENS_A_LINE;
    return giveOrTakeHalf(lines + work.compose() * TOKENS_A_PARAGRAPH);
  }

  private static Estimate giveOrTakeHalf(double expected) {
    return new Estimate(expected / 2, expected, expected * 1.5);
  }

  private record Bound(@Nullable Estimate seconds, String by) {
    Bound or(Bound other) {
      if (other.seconds == null) {
        return this;
      }
      return seconds == null || other.seconds.expected() > seconds.expected() ? other : this;
    }
  }

  private static Bound bound(
      Work work,
      Estimate tokens,
      Map<Round, AnswerHistory> history,
      ModelConfig model,
      int executors) {
    Bound bound = new Bound(null, "nothing: no limit is set and no answer was ever timed");
    if (work.requests() == 0) {
      return new Bound(Estimate.ZERO, "nothing: nothing is asked");
    }
    if (model.engine() != ModelConfig.Engine.OPENAI) {
      return bound;
    }
    OpenAiConfig openai = model.openai();
    if (openai.requestsPerMinute() > 0) {
      double seconds = 60.0 * work.requests() / openai.requestsPerMinute();
      bound = bound.or(new Bound(new Estimate(seconds, seconds, seconds), "requests-per-minute"));
    }
    if (openai.tokensPerMinute() > 0) {
      bound =
          bound.or(new Bound(tokens.times(60.0 / openai.tokensPerMinute()), "tokens-per-minute"));
    }
    double busy =
        work.describe() * millis(history.get(Round.DESCRIBE))
            + work.compose() * millis(history.get(Round.COMPOSE));
    if (busy > 0) {
      double seconds = busy / 1000 / ((double) openai.maxInFlight() * executors);
      bound =
          bound.or(
              new Bound(
                  giveOrTakeHalf(seconds),
                  "max-in-flight %d on %d executor(s), at the answers' time so far"
                      .formatted(openai.maxInFlight(), executors)));
    }
    return bound;
  }

  private static double millis(@Nullable AnswerHistory seen) {
    return seen == null ? 0 : seen.millisMean();
  }
}
