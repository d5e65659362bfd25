package dev.pancap.spark.stage;

import java.lang.ref.SoftReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is computed when it is first asked for, kept while memory lasts and computed again
 * after that. Safe for use by several threads.
 */
final class OnFirstUse<T> implements Supplier<T> {
  private final Supplier<T> compute;
  private SoftReference<@Nullable T> kept;

  OnFirstUse(Supplier<T> compute) {
    this.compute = compute;
    this.kept = new SoftReference<>(null);
  }

  /** A value that is there already and is computed when memory did not last. */
  OnFirstUse(T value, Supplier<T> again) {
    this.compute = again;
    this.kept = new SoftReference<>(value);
  }

  @Override
  public synchronized T get() {
    T value = kept.get();
    if (value == null) {
      value = compute.get();
      kept = new SoftReference<>(value);
    }
    return value;
  }
}
