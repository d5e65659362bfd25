package dev.pancap.spark.metrics;

/** What is counted. Names are those that a scraper sees. */
public enum Figure {
  /** Requests that are open at this moment. */
  REQUESTS_IN_FLIGHT("requestsInFlight"),
  /** Answers that came. */
  ANSWERS("answers"),
  /** Requests that ended without an answer. */
  FAILED_REQUESTS("failedRequests"),
  /** Attempts at a request beyond its first. */
  RETRIES("retries"),
  /** The time of all answers together, retries included; with the count it gives the mean. */
  ANSWER_MILLIS("answerMillis"),
  PROMPT_TOKENS("promptTokens"),
  ANSWER_TOKENS("answerTokens"),
  /** Images that were taken to an outcome, whichever. */
  IMAGES("images"),
  QUARANTINED_IMAGES("quarantinedImages"),
  DEFERRED_IMAGES("deferredImages");

  private final String label;

  Figure(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
