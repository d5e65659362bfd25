package dev.pancap.model;

/** What a model is asked. The names are stored. */
public enum Round {
  /** Round 1: one line a region. */
  DESCRIBE,
  /** Round 2: one grounded paragraph. */
  COMPOSE,
  /** A question outside the pipeline, such as {@code pancap ask}. */
  ASK,
  /** Before round 1, where nobody annotated a picture: a panoptic network's masks. */
  SEGMENT
}
