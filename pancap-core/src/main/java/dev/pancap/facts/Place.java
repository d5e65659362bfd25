package dev.pancap.facts;

import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.Segment;

/**
 * Where a region is in the picture, in thirds; a region that takes three quarters of a side spans
 * it.
 */
public record Place(Zone horizontal, Zone vertical) {
  private static final double SPAN = 0.75;
  private static final double FIRST_THIRD = 0.36;

  /** A third of a side: left or top, the middle, right or bottom; or all of it. */
  public enum Zone {
    START,
    MIDDLE,
    END,
    SPAN
  }

  static Place of(Segment segment, int width, int height) {
    BoundingBox box = segment.box();
    return new Place(
        zone(box.width(), segment.centroidX(), width),
        zone(box.height(), segment.centroidY(), height));
  }

  /** The place of a box in a picture of this size. */
  public static Place of(BoundingBox box, int width, int height) {
    return new Place(
        zone(box.width(), box.centerX(), width), zone(box.height(), box.centerY(), height));
  }

  private static Zone zone(int extent, double center, int side) {
    if (extent >= SPAN * side) {
      return Zone.SPAN;
    }
    double at = center / side;
    return at < FIRST_THIRD ? Zone.START : at > 1 - FIRST_THIRD ? Zone.END : Zone.MIDDLE;
  }

  /** Such as {@code at the upper left}, {@code across the top}. */
  public String words() {
    return switch (horizontal) {
      case START -> side("left");
      case END -> side("right");
      case MIDDLE ->
          switch (vertical) {
            case START -> "near the top";
            case MIDDLE -> "near the center";
            case END -> "near the bottom";
            case SPAN -> "in the middle, from top to bottom";
          };
      case SPAN ->
          switch (vertical) {
            case START -> "across the top";
            case MIDDLE -> "across the middle";
            case END -> "along the bottom";
            case SPAN -> "across the picture";
          };
    };
  }

  private String side(String name) {
    return switch (vertical) {
      case START -> "at the upper " + name;
      case MIDDLE -> "on the " + name;
      case END -> "at the lower " + name;
      case SPAN -> "along the " + name + " side";
    };
  }
}
