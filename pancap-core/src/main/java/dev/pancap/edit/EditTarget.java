package dev.pancap.edit;

/** What an edit is about. The names are stored. */
public enum EditTarget {
  /** The description of a region; the base text is empty where the model skipped the segment. */
  REGION_LINE,
  /** The grounded paragraph of round 2, tags included. */
  CAPTION,
  /** The segment's mask or class is wrong: the segment is not to be described. */
  BAD_MASK,
  /**
   * The segment itself: the base text is the name of the class that it has, the result another
   * class's name, the same where a rater confirms it, or empty where the segment is dropped.
   */
  SEGMENT,
  /** The rater has looked at the image and its texts and has nothing more to correct. */
  VERIFIED,
  /**
   * The rater has seen, beside an edit in conflict, what the machine says now, which is the base
   * text, and lets the edit stand. Settles the conflict until either changes.
   */
  STANDS
}
