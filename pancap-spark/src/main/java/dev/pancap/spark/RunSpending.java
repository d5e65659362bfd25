package dev.pancap.spark;

import dev.pancap.model.TokenUsage;
import dev.pancap.model.cost.TokenPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * What a run took of the model, summed over the efforts of its images.
 *
 * @param requests answers that were asked for and came, those with a fault included
 * @param fromJournal answers that were there already
 * @param images of which something was asked
 * @param tokens of the answers asked for
 * @param amount money for them; null where the model has no price
 */
public record RunSpending(
    long requests, long fromJournal, long images, TokenUsage tokens, @Nullable BigDecimal amount) {
  private static final int PLACES = 6;
  private static final int PLACES_OF_AN_IMAGE = 9;

  /**
   * Money, in full sight of what it bought.
   *
   * @param amount of the run, to a millionth
   * @param perImage the mean over the images of which something was asked
   * @param currency by its code, such as USD
   */
  public record Cost(BigDecimal amount, BigDecimal perImage, String currency) {}

  /** The sums over a table of outcomes that {@link #of} reads. */
  static List<Column> columns() {
    Stream<Column> sums =
        Stream.of(
                "requests",
                "fromJournal",
                "usage.promptTokens",
                "usage.cachedTokens",
                "usage.imageTokens",
                "usage.completionTokens",
                "usage.reasoningTokens")
            .map(part -> functions.sum("effort." + part))
            .map(sum -> functions.coalesce(sum, functions.lit(0L)));
    Column asked =
        functions.count(functions.when(functions.col("effort.requests").gt(0), functions.lit(1)));
    return Stream.of(sums, Stream.of(asked, functions.sum("effort.cost")))
        .flatMap(Function.identity())
        .toList();
  }

  /**
   * @param from where in the row the {@link #columns} begin
   */
  static RunSpending of(Row row, int from) {
    return new RunSpending(
        row.getLong(from),
        row.getLong(from + 1),
        row.getLong(from + 7),
        new TokenUsage(
            row.getLong(from + 2),
            row.getLong(from + 3),
            row.getLong(from + 4),
            row.getLong(from + 5),
            row.getLong(from + 6)),
        row.getDecimal(from + 8));
  }

  /** Empty where the model has no price. */
  Optional<Cost> cost(@Nullable TokenPrice price) {
    if (price == null) {
      return Optional.empty();
    }
    BigDecimal sum = amount == null ? BigDecimal.ZERO : amount;
    return Optional.of(
        new Cost(
            sum.setScale(PLACES, RoundingMode.HALF_UP),
            sum.divide(
                BigDecimal.valueOf(Math.max(1, images)), PLACES_OF_AN_IMAGE, RoundingMode.HALF_UP),
            price.currency().getCurrencyCode()));
  }

  /** For people; without tokens and money where the model counts none. */
  static List<String> lines(
      long requests, long fromJournal, TokenUsage tokens, @Nullable Cost cost) {
    Stream<String> lines =
        Stream.of(
            format("%,d answers asked for, %,d from the journal", requests, fromJournal),
            tokens.equals(TokenUsage.NONE)
                ? ""
                : format(
                    "%,d prompt tokens (%,d cached, %,d of pictures), %,d answer tokens (%,d of reasoning)",
                    tokens.promptTokens(),
                    tokens.cachedTokens(),
                    tokens.imageTokens(),
                    tokens.completionTokens(),
                    tokens.reasoningTokens()),
            cost == null
                ? ""
                : format(
                    "%s %s spent, %s an image that was asked about",
                    cost.amount().toPlainString(),
                    cost.currency(),
                    cost.perImage().toPlainString()));
    return lines.filter(line -> !line.isEmpty()).toList();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
