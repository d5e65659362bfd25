package dev.pancap.model;

/** The two questions of the pipeline, and a free one. */
public enum Round {
  /** Round 1: one line a region. */
  DESCRIBE,
  /** Round 2: one grounded paragraph. */
  COMPOSE,
  /** A question outside the pipeline, such as {@code pancap ask}. */
  ASK
}
