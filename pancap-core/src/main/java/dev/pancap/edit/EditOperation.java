package dev.pancap.edit;

/**
 * What a rater did to a span, as in the edit legend of the paper's slides. The names are stored.
 */
public enum EditOperation {
  /** Words that were missing were put in. */
  ADD,
  /** Words that do not belong there were taken out. */
  REMOVE,
  /** Words that are not true of the picture were taken out and must not come back. */
  HALLUCINATION
}
