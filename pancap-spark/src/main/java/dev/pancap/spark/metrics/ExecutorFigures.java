package dev.pancap.spark.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.UniformReservoir;
import dev.pancap.model.ModelAnswer;
import java.util.concurrent.atomic.AtomicLongArray;

/** The figures of this JVM, of all its tasks together. Safe for use by several threads. */
public final class ExecutorFigures {
  private static final ExecutorFigures OF_THIS_JVM = new ExecutorFigures();

  private final AtomicLongArray values = new AtomicLongArray(Figure.values().length);
  private final Histogram latencies = new Histogram(new UniformReservoir());

  private ExecutorFigures() {}

  public static ExecutorFigures ofThisJvm() {
    return OF_THIS_JVM;
  }

  /** Adds to a figure. */
  public void add(Figure figure, long amount) {
    values.addAndGet(figure.ordinal(), amount);
  }

  /** Adds one answer with its time and tokens. */
  public void add(ModelAnswer answer) {
    add(Figure.ANSWERS, 1);
    add(Figure.ANSWER_MILLIS, answer.millis());
    add(Figure.PROMPT_TOKENS, answer.usage().promptTokens());
    add(Figure.ANSWER_TOKENS, answer.usage().completionTokens());
    latencies.update(answer.millis());
  }

  long value(Figure figure) {
    return values.get(figure.ordinal());
  }

  /** All values, in the order of the figures. */
  long[] values() {
    long[] copy = new long[values.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values.get(i);
    }
    return copy;
  }

  void register(MetricRegistry registry) {
    for (Figure figure : Figure.values()) {
      registry.register(figure.label(), (Gauge<Long>) () -> value(figure));
    }
    registry.register("latencyMillis", latencies);
  }
}
