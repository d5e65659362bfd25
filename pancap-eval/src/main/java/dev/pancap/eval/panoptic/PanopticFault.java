package dev.pancap.eval.panoptic;

import java.util.Objects;

/**
 * One image cannot be evaluated. panopticapi stops its whole run there; an evaluation that is not
 * strict reports the image and goes on.
 */
public final class PanopticFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /**
   * @param detail what was expected, what was found and where
   */
  public PanopticFault(Kind kind, String detail) {
    super(Objects.requireNonNull(detail));
    this.kind = kind;
  }

  public PanopticFault(Kind kind, String detail, Throwable cause) {
    super(Objects.requireNonNull(detail), cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What was expected, what was found and where. */
  public String detail() {
    return Objects.requireNonNull(getMessage());
  }

  /** What is wrong, each with the Python exception that panopticapi ends with. */
  public enum Kind {
    /** The predictions hold no annotation for an image of the truth. */
    PREDICTION_MISSING("Exception"),
    /** An annotation lacks a key that is needed, or holds a value of the wrong type. */
    ANNOTATION_MALFORMED("KeyError"),
    /** The predicted mask holds an id that its annotation does not list. */
    ID_NOT_ANNOTATED("KeyError"),
    /** The predicted annotation lists ids that its mask does not hold. */
    ID_WITHOUT_PIXELS("KeyError"),
    /** A predicted segment's category is not one of the truth's. */
    CATEGORY_UNKNOWN("KeyError"),
    /** The two masks differ in size. */
    SIZE_MISMATCH("ValueError"),
    /** A mask file is not there, or its name leaves the folder of the masks. */
    MASK_MISSING("FileNotFoundError"),
    /** A mask file begins as no PNG does. */
    MASK_NOT_A_PNG("UnidentifiedImageError"),
    /** A mask file is cut short or damaged. */
    MASK_BROKEN("OSError"),
    /** A grey or palette mask, which panopticapi cannot read. Only strict evaluations refuse it. */
    MASK_NOT_RGB("TypeError"),
    /** A grey mask with an alpha channel. Only strict evaluations refuse it. */
    MASK_WITHOUT_BLUE("IndexError"),
    /** An average over no class at all. Only strict evaluations stop for it. */
    NO_CLASS("ZeroDivisionError");

    private final String pythonName;

    Kind(String pythonName) {
      this.pythonName = pythonName;
    }

    /** The type of the exception that ends panopticapi's run. */
    public String pythonName() {
      return pythonName;
    }
  }
}
