package dev.pancap.synth;

import dev.pancap.mask.BoundingBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Finds places for drawings where they hide each other little: a few tries each, the best is taken.
 */
final class PlaceFinder {
  private static final int ATTEMPTS = 14;

  /** A place that hides less than this is good enough. */
  private static final double LITTLE_HIDDEN = 0.15;

  private final SceneKind kind;
  private final Random random;
  private final int width;
  private final int height;
  private final List<BoundingBox> occupied = new ArrayList<>();

  PlaceFinder(SceneKind kind, Random random, int width, int height) {
    this.kind = kind;
    this.random = random;
    this.width = width;
    this.height = height;
  }

  /**
   * @param crowded multiplies the size, 1 where there is room
   */
  Placed find(SceneKind.Zone zone, Drawing drawing, NamedColour colour, double crowded) {
    Placed best = candidate(zone, drawing, colour, crowded);
    double leastHidden = hiddenShare(best.box());
    for (int attempt = 1; attempt < ATTEMPTS && leastHidden > LITTLE_HIDDEN; attempt++) {
      Placed candidate = candidate(zone, drawing, colour, crowded);
      double hidden = hiddenShare(candidate.box());
      if (hidden < leastHidden) {
        leastHidden = hidden;
        best = candidate;
      }
    }
    occupied.add(best.box());
    return best;
  }

  private Placed candidate(
      SceneKind.Zone zone, Drawing drawing, NamedColour colour, double crowded) {
    double level = zone.top() + (zone.bottom() - zone.top()) * random.nextDouble();
    boolean stands = zone.hold() == SceneKind.Hold.STAND;
    double near = stands ? 0.5 + 0.5 * (level - horizon()) / (1 - horizon()) : 0.85;
    double size = drawing.height() * zone.scale() * near * crowded;
    size *= 0.85 + 0.3 * random.nextDouble();
    int h = Math.max(4, (int) (size * height));
    int w = Math.max(4, (int) (h * drawing.aspect()));
    if (w > 0.7 * width) {
      h = Math.max(4, (int) (h * 0.7 * width / w));
      w = Math.max(4, (int) (0.7 * width));
    }
    int centre = (int) ((-0.03 + 1.06 * random.nextDouble()) * width);
    int foot = (int) (level * height);
    int top = stands ? foot - h : foot - h / 2;
    boolean mirrored = drawing.mirrored() && random.nextBoolean();
    return new Placed(
        drawing,
        new BoundingBox(centre - w / 2, top, w, h),
        mirrored ? Stencil.Facing.MIRRORED : Stencil.Facing.AS_DRAWN,
        colour,
        stands ? foot : foot - height);
  }

  /** The feet of the farthest zone that things stand in. */
  private double horizon() {
    double horizon = 0.99;
    for (SceneKind.Zone zone : kind.zones()) {
      if (zone.hold() == SceneKind.Hold.STAND) {
        horizon = Math.min(horizon, zone.top());
      }
    }
    return horizon;
  }

  /** How much of the smaller of two boxes the other covers, at worst; also what is cut off. */
  private double hiddenShare(BoundingBox box) {
    double area = (double) box.width() * box.height();
    double outside = 1 - overlap(box, new BoundingBox(0, 0, width, height)) / area;
    double worst = outside / 2;
    for (BoundingBox other : occupied) {
      double smaller = Math.min(area, (double) other.width() * other.height());
      worst = Math.max(worst, overlap(box, other) / smaller);
    }
    return worst;
  }

  private static double overlap(BoundingBox a, BoundingBox b) {
    double w = Math.min(a.right(), b.right()) - Math.max(a.x(), b.x());
    double h = Math.min(a.bottom(), b.bottom()) - Math.max(a.y(), b.y());
    return w <= 0 || h <= 0 ? 0 : w * h;
  }
}
