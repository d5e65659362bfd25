package dev.pancap.spark.encoder;

import java.io.Serializable;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.expressions.Aggregator;

/**
 * Adds up mergeable states: tasks add their rows, the driver adds what tasks bring.
 *
 * @param <I> the rows
 * @param <S> the state
 */
public final class MergeStates<I, S> extends Aggregator<I, S, S> {
  private static final long serialVersionUID = 1L;

  /** How rows are added to states, and states to states. The left one may be changed. */
  public interface Algebra<I, S> extends Serializable {
    S zero();

    S add(S state, I row);

    S merge(S left, S right);
  }

  private final Algebra<I, S> algebra;
  private final Encoder<S> encoder;

  public MergeStates(Algebra<I, S> algebra, Encoder<S> encoder) {
    this.algebra = algebra;
    this.encoder = encoder;
  }

  @Override
  public S zero() {
    return algebra.zero();
  }

  @Override
  public S reduce(S state, I row) {
    return algebra.add(state, row);
  }

  @Override
  public S merge(S left, S right) {
    return algebra.merge(left, right);
  }

  @Override
  public S finish(S state) {
    return state;
  }

  @Override
  public Encoder<S> bufferEncoder() {
    return encoder;
  }

  @Override
  public Encoder<S> outputEncoder() {
    return encoder;
  }
}
