package dev.pancap.caption;

/**
 * What deviates from the grammar {@code <id,id: phrase>} in a grounded caption. Names are counted
 * in summaries: add to them, never rename them.
 */
public enum Slip {
  /** {@code **<0: x>**}, backticks, {@code <b>}: dropped, the text keeps its words. */
  MARKUP(Treatment.LAYOUT),
  /** {@code a<3: cat>} or {@code <3: cat><4: dog>}: a space is put between the words. */
  MISSING_SPACE(Treatment.LAYOUT),
  /** {@code &lt;3: cat&gt;} is read as a tag. */
  ESCAPED_BRACKET(Treatment.REPAIRED),
  /** Half a surrogate pair, which no UTF-8 file can hold, becomes U+FFFD. */
  BROKEN_CHARACTER(Treatment.REPAIRED),
  /** {@code <9:11skateboard>} and {@code <9:11: skateboard>} name 9 and 11. */
  COLON_FOR_COMMA(Treatment.REPAIRED),
  /** {@code <3,,4: x>}, {@code <3,: x>}, {@code <3:: x>}. */
  EXTRA_SEPARATOR(Treatment.REPAIRED),
  /** {@code <3;4: x>}, {@code <3 and 4: x>}, {@code <3 4: x>}. */
  WRONG_SEPARATOR(Treatment.REPAIRED),
  /** {@code <#3: x>}, {@code <region 3: x>}. */
  ID_LABEL(Treatment.REPAIRED),
  /** {@code <1-3: x>} names 1, 2 and 3. */
  ID_RANGE(Treatment.REPAIRED),
  /** {@code <47,46,47: x>} names 47 once. */
  REPEATED_ID(Treatment.REPAIRED),
  /**
   * {@code <10: a shelf with <9: a vase> on it>}: the outer tag keeps the words before the inner
   * one.
   */
  NESTED_TAG(Treatment.REPAIRED),
  /** A {@code >} that closes nothing is dropped. */
  STRAY_CLOSE(Treatment.REPAIRED),
  /** A bracket that is text is written ‹ or ›, so that readers of the tags do not trip over it. */
  BRACKET_IN_TEXT(Treatment.REPAIRED),
  /** {@code <10: <9: a vase> on it>}: which words are the outer phrase is not known. */
  NESTED_WITHOUT_PHRASE(Treatment.FAULT),
  /** No {@code >}: where the phrase ends is not known. */
  UNCLOSED_TAG(Treatment.FAULT),
  /** {@code <3: >}. */
  EMPTY_PHRASE(Treatment.FAULT),
  /** {@code <a red car>}: which region is meant is not known. */
  NO_IDS(Treatment.FAULT),
  /** {@code <3 cats>}: a tag, or a number of cats. */
  MISSING_COLON(Treatment.FAULT),
  /** An id of more than nine digits, a range that falls or is wider than a picture has marks. */
  BAD_ID(Treatment.FAULT);

  /** What the parser does about a slip. */
  public enum Treatment {
    /** Layout only: nothing was said wrongly. */
    LAYOUT,
    /** The meaning is certain; the text is put right. */
    REPAIRED,
    /** The meaning is not certain; what is returned is a best effort and not to be published. */
    FAULT
  }

  private final Treatment treatment;

  Slip(Treatment treatment) {
    this.treatment = treatment;
  }

  public Treatment treatment() {
    return treatment;
  }
}
