package dev.pancap.quarantine;

/** Why an image was set aside. The names are stored in tables: add to them, never rename them. */
public enum Reason {
  /** The annotation names a picture that is not there. */
  IMAGE_MISSING,
  /** The bytes are not a complete JPEG or PNG picture. */
  IMAGE_UNREADABLE,
  /** The picture has more pixels, or the file more bytes, than the configured limit. */
  IMAGE_TOO_LARGE,
  /** The picture's size differs from the size in its annotation or of its mask. */
  IMAGE_SIZE_MISMATCH,
  /** The annotation names a mask file that is not there. */
  MASK_MISSING,
  /** The bytes are not a complete PNG, or a PNG of a kind that holds no segment ids. */
  MASK_UNREADABLE,
  /** The mask has more pixels, or the file more bytes, than the configured limit. */
  MASK_TOO_LARGE,
  /** The mask's size differs from the size in its annotation. */
  MASK_SIZE_MISMATCH,
  /** The mask holds nothing but void. */
  MASK_EMPTY,
  /** The mask holds an id that its annotation does not list. */
  MASK_ID_NOT_ANNOTATED,
  /** The annotation lists a segment that has no pixel in the mask. */
  SEGMENT_WITHOUT_PIXELS,
  /** Run lengths do not fill the mask, or their compressed string is malformed. */
  MASK_RUNS_INVALID,
  /** A polygon has fewer than three points or a coordinate that is not finite. */
  POLYGON_INVALID,
  /** A picture without annotation, or an annotation without picture entry. */
  ANNOTATION_MISSING,
  /** The annotation lacks a key or holds a value of the wrong type. */
  ANNOTATION_MALFORMED,
  /** Two annotations claim the same image id. */
  ANNOTATION_DUPLICATE,
  /** A segment's category is not in the category table. */
  CATEGORY_UNKNOWN,
  /** A segment id is 0 (void), negative or above 256^3 - 1. */
  SEGMENT_ID_INVALID,
  /** Two segments of one image have the same id. */
  SEGMENT_ID_DUPLICATE,
  /** The annotation lists no segment. */
  NO_SEGMENTS,
  /** The annotation lists more segments than the configured limit. */
  TOO_MANY_SEGMENTS,
  /** A file name is absolute, empty or leaves its folder. */
  FILE_NAME_UNSAFE,
  /** The server said that this one request is wrong (400, 413, 422). */
  REQUEST_REJECTED,
  /** The model declined to answer. */
  ANSWER_REFUSED,
  /** A content filter withheld the answer. */
  ANSWER_FILTERED,
  /** The answer was cut by its length limit, also with the larger budget. */
  ANSWER_TRUNCATED,
  /** No region line, or no grounded caption, could be read from the answer. */
  ANSWER_UNPARSABLE,
  /** The region lines still miss, repeat or invent marks after the allowed re-asks. */
  ANSWER_INCOMPLETE,
  /** A stored or imported edit cannot be read, or its spans do not lead to its result. */
  EDIT_MALFORMED,
  /** The gate still finds a fault in the caption after the allowed re-asks. */
  CAPTION_FAULTY
}
