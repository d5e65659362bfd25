package dev.pancap.mask;

import java.io.Serializable;

/**
 * A box with fractional coordinates, as detectors write it: the left and top edge, width and height
 * in pixels.
 */
public record Box(double x, double y, double width, double height) implements Serializable {

  /** Intersection over union; 0 where the boxes merely touch. */
  public double iou(Box other) {
    double both = intersection(other);
    return both == 0 ? 0 : both / (width * height + other.width * other.height - both);
  }

  /** COCO's overlap with a crowd's box: the share of this box that lies in it. */
  public double iouWithCrowd(Box crowd) {
    double both = intersection(crowd);
    return both == 0 ? 0 : both / (width * height);
  }

  /** The four corners as a polygon {@code x0, y0, x1, y1, …}, from the top left downwards. */
  public double[] toPolygon() {
    return new double[] {x, y, x, y + height, x + width, y + height, x + width, y};
  }

  private double intersection(Box other) {
    double common = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    double rows = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    return common <= 0 || rows <= 0 ? 0 : common * rows;
  }
}
