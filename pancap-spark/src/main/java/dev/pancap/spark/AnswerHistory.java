package dev.pancap.spark;

import dev.pancap.model.Round;
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
 * @param millisMean from asking to answer, retries included
 */
record AnswerHistory(
    long answers,
    double promptMean,
    double promptDeviation,
    double answerMean,
    double answerDeviation,
    double millisMean) {

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
                functions.col("answer.answer.millis").as("millis"))
            .filter("prompt > 0")
            .groupBy("round")
            .agg(
                functions.count(functions.lit(1)),
                functions.avg("prompt"),
                functions.coalesce(functions.stddev_samp("prompt"), functions.lit(0.0)),
                functions.avg("answer"),
                functions.coalesce(functions.stddev_samp("answer"), functions.lit(0.0)),
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
              row.getDouble(6)));
    }
    return history;
  }
}
