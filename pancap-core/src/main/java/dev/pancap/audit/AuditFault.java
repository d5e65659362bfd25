package dev.pancap.audit;

/** What can be wrong with a published caption. The names stand in reports: add, never rename. */
public enum AuditFault {
  /** The caption fits another image and not this one. */
  WRONG_IMAGE,
  /** The ids fit the masks when every one is moved by the same number. */
  ID_BASE,
  /** A tag names an id that the annotation does not have. */
  UNKNOWN_ID,
  /** A tag that cannot be read with certainty. */
  BROKEN_TAG,
  /** A tag that deviates from the grammar and can be read. */
  REPAIRED_TAG,
  /** No phrase has a tag. */
  NO_TAG,
  /** There is no annotation or no mask file. */
  MISSING_MASK,
  /** The mask holds nothing but void. */
  EMPTY_MASK,
  /** The mask cannot be read. */
  UNREADABLE_MASK,
  /** Another image has the same text. */
  DUPLICATE,
  /** Words of the prompt. */
  PROMPT_LEFTOVER
}
