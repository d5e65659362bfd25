package dev.pancap.edit;

/** What an edit is about. The names are stored. */
public enum EditTarget {
  /** The description of a region; the base text is empty where the model skipped the segment. */
  REGION_LINE,
  /** The grounded paragraph of round 2, tags included. */
  CAPTION,
  /** The segment's mask or class is wrong: the segment is not to be described. */
  BAD_MASK,
  /** The rater has looked at the image and its texts and has nothing more to correct. */
  VERIFIED
}
