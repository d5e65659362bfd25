package dev.pancap.spark.claim;

import java.io.Serializable;

/** What an attempt at a task says to the driver. The answer is whether it may work on its part. */
record ClaimCall(Wish wish, Part part, Attempt attempt) implements Serializable {

  enum Wish {
    TAKE,
    RELEASE
  }

  /** A partition of the stage that asks the model. */
  record Part(String runId, int partition) implements Serializable {}

  /**
   * One attempt at a task.
   *
   * @param taskAttemptId unique in the application
   */
  record Attempt(long taskAttemptId, String executorId) implements Serializable {}
}
