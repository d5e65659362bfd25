package dev.pancap.audit;

/** What can be wrong with a published caption. The names stand in reports: add, never rename. */
public enum AuditFault {
  /** The caption fits another image and not this one. */
  WRONG_IMAGE("the caption fits other images and not this one"),
  /** The ids fit the masks when every one is moved by the same number. */
  ID_BASE("the ids fit when every one is moved by one"),
  /** A tag names 0, which is void. */
  VOID_ID("a tag names 0, which is void"),
  /** A tag names an id that the annotation does not have. */
  UNKNOWN_ID("a tag names an id that the annotation does not have"),
  /** The annotation lists an id of which the mask has no pixel. */
  ID_WITHOUT_PIXELS("an annotated id has no pixel in the mask"),
  /** A tag that cannot be read with certainty. */
  BROKEN_TAG("a tag that cannot be read with certainty"),
  /** A tag that deviates from the grammar and can be read. */
  REPAIRED_TAG("a tag that deviates from the grammar, its meaning being certain"),
  /** No phrase has a tag. */
  NO_TAG("no phrase has a tag"),
  /** There is no annotation or no mask file. */
  MISSING_MASK("there is no annotation or no mask"),
  /** The mask holds nothing but void. */
  EMPTY_MASK("the mask holds nothing but void"),
  /** The mask cannot be read. */
  UNREADABLE_MASK("the mask cannot be read"),
  /** The annotation names a category that COCO does not have. */
  UNKNOWN_CATEGORY("a segment has a category that COCO does not have"),
  /** There is no picture of that id. */
  MISSING_IMAGE("there is no picture of that id"),
  /** Another image has the same text. */
  DUPLICATE("another image has the same text"),
  /** Words of the prompt. */
  PROMPT_LEFTOVER("words of the prompt"),
  /** Nothing is written. */
  EMPTY_CAPTION("nothing is written"),
  /** More words than a picture needs. */
  TOO_LONG("more words than any picture needs"),
  /** A sentence again and again. */
  REPETITION("a sentence stands more than twice"),
  /** The text ends within a sentence. */
  CUT_OFF("the text ends within a sentence"),
  /** A phrase names another class than its mask's. */
  CLASS_MISMATCH("a phrase names another class than its mask has", Severity.NOTE),
  /** A thing of the annotation has no phrase. */
  UNMENTIONED_THING("an annotated thing has no phrase", Severity.NOTE),
  /** It guesses, which the published method has people delete. */
  SPECULATION("it guesses, which raters were to delete", Severity.NOTE);

  /** How bad it is. */
  public enum Severity {
    /** The row must not be used as it is. */
    FAULT,
    /** A person may want to look. */
    NOTE
  }

  private final String meaning;
  private final Severity severity;

  AuditFault(String meaning) {
    this(meaning, Severity.FAULT);
  }

  AuditFault(String meaning, Severity severity) {
    this.meaning = meaning;
    this.severity = severity;
  }

  /** For people, in a few words. */
  public String meaning() {
    return meaning;
  }

  public Severity severity() {
    return severity;
  }
}
