package dev.pancap.spark;

import dev.pancap.model.Round;
import dev.pancap.model.cost.TokenPrice;
import dev.pancap.spark.source.ImagePiece;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What the answers of one round in the journal took. Answers without tokens, such as the built-in
 * engine's, do not count.
 *
 * @param answers how many there are
 * @param promptMean tokens
 * @param promptDeviation standard deviation; 0 for a single answer
 * @param cachedMean tokens of the prompt that the server had kept
 * @param imageMean tokens of the prompt that were a picture's
 * @param reasoningMean tokens of the answer that were thought and not said
 * @param millisMean from asking to answer, retries included
 */
record AnswerHistory(
    long answers,
    double promptMean,
    double promptDeviation,
    double answerMean,
    double answerDeviation,
    double cachedMean,
    double imageMean,
    double reasoningMean,
    double millisMean) {

  private static final double TOKENS_OF_A_PRICE = 1e6;

  /** By round; a round that was never answered is absent. */
  static Map<Round, AnswerHistory> of(Dataset<ImagePiece> pieces) {
    Map<Round, AnswerHistory> history = new EnumMap<>(Round.class);
    for (Row row :
        pieces
            .filter(functions.col("answer").isNotNull())
            .select(
                functions.col("answer.round").as("round"),
                functions.col("answer.answer.usage.promptTokens").as("prompt"),
                functions.col("answer.answer.usage.completionTokens").as("answer"),
                functions.col("answer.answer.usage.cachedTokens").as("cached"),
                functions.col("answer.answer.usage.imageTokens").as("image"),
                functions.col("answer.answer.usage.reasoningTokens").as("reasoning"),
                functions.col("answer.answer.millis").as("millis"))
            .filter("prompt > 0")
            .groupBy("round")
            .agg(
                functions.count(functions.lit(1)),
                functions.avg("prompt"),
                functions.coalesce(functions.stddev_samp("prompt"), functions.lit(0.0)),
                functions.avg("answer"),
                functions.coalesce(functions.stddev_samp("answer"), functions.lit(0.0)),
                functions.avg("cached"),
                functions.avg("image"),
                functions.avg("reasoning"),
                functions.avg("millis"))
            .collectAsList()) {
      history.put(
          Round.valueOf(row.getString(0)),
          new AnswerHistory(
              row.getLong(1),
              row.getDouble(2),
              row.getDouble(3),
              row.getDouble(4),
              row.getDouble(5),
              row.getDouble(6),
              row.getDouble(7),
              row.getDouble(8),
              row.getDouble(9)));
    }
    return history;
  }

  /** Money for one token of a prompt, of the mixture of kinds that the prompts had. */
  double promptPrice(TokenPrice price) {
    double cached = Math.min(cachedMean, promptMean);
    double image = Math.min(imageMean, promptMean - cached);
    return (cached * price.cached().doubleValue()
            + image * price.image().doubleValue()
            + (promptMean - cached - image) * price.prompt().doubleValue())
        / (promptMean * TOKENS_OF_A_PRICE);
  }

  /** Money for one token of an answer, of the mixture of kinds that the answers had. */
  double answerPrice(TokenPrice price) {
    double reasoning = answerMean == 0 ? 0 : Math.min(1, reasoningMean / answerMean);
    return (reasoning * price.reasoning().doubleValue()
            + (1 - reasoning) * price.completion().doubleValue())
        / TOKENS_OF_A_PRICE;
  }
}
