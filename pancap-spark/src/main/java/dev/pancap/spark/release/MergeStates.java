package dev.pancap.spark.release;

import dev.pancap.spark.encoder.RecordEncoders;
import java.io.Serializable;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.expressions.Aggregator;

/**
 * Adds up mergeable states: each row gives one, tasks add theirs, the driver adds what tasks bring.
 *
 * @param <I> the rows
 * @param <S> the state
 */
final class MergeStates<I, S extends Record> extends Aggregator<I, S, S> {
  private static final long serialVersionUID = 1L;

  /** How rows become states and states are added. */
  interface Algebra<I, S> extends Serializable {
    S of(I row);

    S plus(S left, S right);
  }

  private final S empty;
  private final Class<S> type;
  private final Algebra<I, S> algebra;

  MergeStates(S empty, Class<S> type, Algebra<I, S> algebra) {
    this.empty = empty;
    this.type = type;
    this.algebra = algebra;
  }

  @Override
  public S zero() {
    return empty;
  }

  @Override
  public S reduce(S state, I row) {
    return algebra.plus(state, algebra.of(row));
  }

  @Override
  public S merge(S left, S right) {
    return algebra.plus(left, right);
  }

  @Override
  public S finish(S state) {
    return state;
  }

  @Override
  public Encoder<S> bufferEncoder() {
    return RecordEncoders.of(type);
  }

  @Override
  public Encoder<S> outputEncoder() {
    return RecordEncoders.of(type);
  }
}
