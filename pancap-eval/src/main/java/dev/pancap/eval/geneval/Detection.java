package dev.pancap.eval.geneval;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object that a detector found.
 *
 * @param left the box's edges in pixels; the origin is the picture's top left corner
 * @param score the detector's confidence
 * @param color what a classifier says its colour is, or null where it was not asked
 */
public record Detection(
    double left, double top, double right, double bottom, double score, @Nullable String color) {

  /** Where one object is, seen from another. Two may hold at once. */
  public enum Relation {
    LEFT_OF("left of"),
    RIGHT_OF("right of"),
    ABOVE("above"),
    BELOW("below");

    private final String phrase;

    Relation(String phrase) {
      this.phrase = phrase;
    }

    public String phrase() {
      return phrase;
    }
  }

  private static final double SIZE_SHARE = 0.1;
  private static final double NO_OFFSET = 1e-3;
  private static final double LEAST_COMPONENT = 0.5;

  /**
   * How this object lies to another: the offset of the centres, less a tenth of both sizes, over
   * the length of the whole offset, must be more than one half along an axis.
   */
  public Set<Relation> relationsTo(Detection other) {
    double offsetX = (left + right) / 2 - (other.left + other.right) / 2;
    double offsetY = (top + bottom) / 2 - (other.top + other.bottom) / 2;
    double x = reduced(offsetX, right - left, other.right - other.left);
    double y = reduced(offsetY, bottom - top, other.bottom - other.top);
    Set<Relation> relations = EnumSet.noneOf(Relation.class);
    if (Math.abs(x) < NO_OFFSET && Math.abs(y) < NO_OFFSET) {
      return relations;
    }
    double length = Math.sqrt(offsetX * offsetX + offsetY * offsetY);
    if (x / length < -LEAST_COMPONENT) {
      relations.add(Relation.LEFT_OF);
    }
    if (x / length > LEAST_COMPONENT) {
      relations.add(Relation.RIGHT_OF);
    }
    if (y / length < -LEAST_COMPONENT) {
      relations.add(Relation.ABOVE);
    }
    if (y / length > LEAST_COMPONENT) {
      relations.add(Relation.BELOW);
    }
    return relations;
  }

  private static double reduced(double offset, double size, double otherSize) {
    return Math.signum(offset) * Math.max(Math.abs(offset) - SIZE_SHARE * (size + otherSize), 0);
  }
}
