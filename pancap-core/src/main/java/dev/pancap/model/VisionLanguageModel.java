package dev.pancap.model;

import java.util.concurrent.CompletableFuture;

/**
 * A model that answers questions about pictures. One instance serves all tasks of a JVM, so
 * implementations are safe for use by several threads.
 *
 * <p>Callers keep at most {@link #maxInFlight} requests open. An engine that computes in batches
 * gathers them from the open requests; answers come in any order.
 */
public interface VisionLanguageModel extends AutoCloseable {

  /** The name that is published in the {@code model} column. */
  String name();

  /**
   * Identifies everything in the engine that can change an answer: kind, model, revision, decoding
   * parameters. It is part of every request's key.
   */
  String fingerprint();

  /** How many open requests are of use. At least 1. */
  int maxInFlight();

  /**
   * Asks. The future completes exceptionally with a {@link ModelException} where there is no
   * answer; anything else is a bug and fails the job.
   */
  CompletableFuture<ModelAnswer> ask(ModelRequest request);

  @Override
  void close();
}
