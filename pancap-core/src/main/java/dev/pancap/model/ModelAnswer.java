package dev.pancap.model;

import java.io.Serializable;

/**
 * What a model said.
 *
 * @param model the model's name as its server reports it
 * @param millis time from asking to answer, retries included
 */
public record ModelAnswer(String text, Finish finish, TokenUsage usage, String model, long millis)
    implements Serializable {

  /** Why the model stopped. Only {@code STOP} is a usable answer. */
  public enum Finish {
    STOP,
    LENGTH,
    CONTENT_FILTER,
    REFUSAL
  }
}
