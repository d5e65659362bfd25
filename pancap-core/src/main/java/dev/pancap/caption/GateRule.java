package dev.pancap.caption;

/** What the gate looks for. The names are published in {@code flags}: add, never rename. */
public enum GateRule {
  /** The answer holds no text. */
  EMPTY(Severity.FAULT),
  /** No phrase names a region. */
  NO_TAG(Severity.FAULT),
  /** A tag whose meaning is not certain. */
  BROKEN_TAG(Severity.FAULT),
  /** A tag names 0, which is void. */
  VOID_MARK(Severity.FAULT),
  /** A tag names a number that no region of the picture has. */
  UNKNOWN_MARK(Severity.FAULT),
  /** The phrases fit the regions when every number is moved by one. */
  SHIFTED_MARKS(Severity.FAULT),
  /** More words than any caption needs. */
  TOO_LONG(Severity.FAULT),
  /** The same sentence again and again. */
  REPETITION(Severity.FAULT),
  /** The text ends in the middle of a sentence. */
  CUT_OFF(Severity.FAULT),
  /** It says what a person struck, or nearly so. */
  STRUCK_WORDS(Severity.FAULT),
  /** A thing of the picture is not named. */
  UNMENTIONED_THING(Severity.FLAG),
  /** A phrase names another class than its region's. */
  CLASS_MISMATCH(Severity.FLAG),
  /** Words of the prompt, such as "the mask numbers". */
  PROMPT_LEFTOVER(Severity.FLAG),
  /** A slip in a tag that was repaired. */
  REPAIRED_TAG(Severity.FLAG);

  /** What follows from a finding. */
  public enum Severity {
    /** Asked again, then quarantined. */
    FAULT,
    /** Published with the flag. */
    FLAG
  }

  private final Severity severity;

  GateRule(Severity severity) {
    this.severity = severity;
  }

  public Severity severity() {
    return severity;
  }
}
