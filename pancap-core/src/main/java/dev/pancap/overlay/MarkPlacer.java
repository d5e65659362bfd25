package dev.pancap.overlay;

import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.LabelMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides where each mark's number goes.
 *
 * <p>The anchor of a mark is the deepest point of the largest component of its segment. Three
 * rounds give the labels their places: first the labels that lie wholly inside their segments,
 * centred on the anchor, which cannot meet because segments do not; then those that cover little
 * enough of theirs; then the rest, smallest segment first, beside their segments, as near as there
 * is room and where no other anchor is hidden.
 *
 * <p>Labels lie inside the picture and cover no other label wherever the picture has room for all
 * of them; where it has not, the digits shrink to 7 pixels, and what still finds no room goes where
 * it covers least.
 */
public final class MarkPlacer {
  /** A label may hide this share of its segment's largest component and still be drawn on it. */
  private static final double HIDDEN_SHARE = 0.4;

  /** Pixels between a segment's box and a label beside it. */
  private static final int GAP = 3;

  private static final int RING_STEP = 3;

  private final double labelScale;

  public MarkPlacer(OverlayConfig config) {
    this.labelScale = config.labelScale();
  }

  /**
   * Where one mark's number goes.
   *
   * @param anchorX column of the deepest point
   * @param anchorY row of the deepest point
   * @param label the number's box
   * @param digitHeight height of the digits in pixels
   * @param beside whether the label lies beside the anchor, so that a leader ties them together
   */
  public record Placement(
      int mark, int anchorX, int anchorY, BoundingBox label, int digitHeight, boolean beside) {}

  /**
   * One placement a mark, by ascending mark. Marks of the map that are not asked for are
   * background.
   *
   * @param marks in any order
   * @throws IllegalArgumentException if a mark is named twice, is not positive or has no pixel
   */
  public List<Placement> place(LabelMap map, int[] marks) {
    return place(MarkedRegions.of(map, ascending(marks)));
  }

  List<Placement> place(MarkedRegions regions) {
    DeepestPoints.Point[] points = DeepestPoints.of(regions);
    int preferred = digitHeight(regions.width(), regions.height(), points.length);
    for (int height = preferred; ; height = Math.max(DigitGlyphs.MIN_HEIGHT, height * 4 / 5)) {
      Layout layout = new Layout(regions, points, height);
      if (layout.placeAll() || height == DigitGlyphs.MIN_HEIGHT) {
        return layout.placements();
      }
    }
  }

  static int[] ascending(int[] marks) {
    int[] sorted = marks.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] <= 0 || (i > 0 && sorted[i] == sorted[i - 1])) {
        throw new IllegalArgumentException("Marks are positive and named once: " + sorted[i]);
      }
    }
    return sorted;
  }

  /** 3 % of the shorter side, less where many marks share the picture. */
  private int digitHeight(int width, int height, int marks) {
    double share = 0.03 * labelScale;
    if (marks > 24) {
      share *= Math.max(0.6, Math.sqrt(24.0 / marks));
    }
    int wanted = (int) Math.round(share * Math.min(width, height));
    return Math.max((int) Math.round(9 * Math.min(1, labelScale)), wanted);
  }

  /** One attempt to place all labels with digits of one height. */
  private static final class Layout {
    private final MarkedRegions regions;
    private final DeepestPoints.Point[] points;
    private final DigitGlyphs glyphs;
    private final int digitHeight;
    private final PixelSet taken;
    private final PixelSet anchors;
    private final Placement[] placements;
    private int fullFromWidth = Integer.MAX_VALUE;
    private boolean allFree = true;

    Layout(MarkedRegions regions, DeepestPoints.Point[] points, int digitHeight) {
      this.regions = regions;
      this.points = points;
      this.glyphs = DigitGlyphs.ofHeight(digitHeight);
      this.digitHeight = glyphs.height();
      this.taken = new PixelSet(regions.width(), regions.height());
      this.anchors = new PixelSet(regions.width(), regions.height());
      this.placements = new Placement[points.length];
    }

    /** False if some labels had to cover others. */
    boolean placeAll() {
      List<Integer> open = new ArrayList<>();
      for (int slot = 0; slot < points.length; slot++) {
        anchors.add(clip(new BoundingBox(points[slot].x() - 1, points[slot].y() - 1, 3, 3)));
        BoundingBox label = centred(points[slot]);
        double halfDiagonal = Math.hypot(label.width(), label.height()) / 2;
        if (Math.sqrt(points[slot].depthSquared()) > halfDiagonal + 1) {
          take(slot, label, false);
        } else {
          open.add(slot);
        }
      }
      open.sort(
          Comparator.comparingLong((Integer slot) -> points[slot].areaPixels())
              .thenComparingInt(slot -> slot));
      List<Integer> beside = new ArrayList<>();
      for (int slot : open) {
        BoundingBox label = centred(points[slot]);
        long labelArea = (long) label.width() * label.height();
        if (labelArea <= HIDDEN_SHARE * points[slot].areaPixels()
            && inPicture(label)
            && !taken.meets(label)) {
          take(slot, label, false);
        } else {
          beside.add(slot);
        }
      }
      for (int slot : beside) {
        placeBeside(slot);
      }
      return allFree;
    }

    List<Placement> placements() {
      return List.of(placements);
    }

    private void take(int slot, BoundingBox label, boolean beside) {
      taken.add(label);
      DeepestPoints.Point point = points[slot];
      placements[slot] =
          new Placement(point.mark(), point.x(), point.y(), label, digitHeight, beside);
    }

    private void placeBeside(int slot) {
      DeepestPoints.Point point = points[slot];
      BoundingBox size = centred(point);
      BoundingBox best = null;
      long bestCost = Long.MAX_VALUE;
      for (BoundingBox candidate : aroundBox(point, size)) {
        long cost = distanceSquared(candidate, point);
        if (cost < bestCost
            && inPicture(candidate)
            && !taken.meets(candidate)
            && !anchors.meets(candidate)) {
          best = candidate;
          bestCost = cost;
        }
      }
      if (best == null && size.width() < fullFromWidth) {
        best = nearestFree(point, size);
        if (best == null) {
          fullFromWidth = size.width();
        }
      }
      if (best == null) {
        allFree = false;
        best = clip(size);
      }
      take(slot, best, true);
    }

    /**
     * Right, left, above and below the segment's box, level with its anchor, and at its corners.
     */
    private static BoundingBox[] aroundBox(DeepestPoints.Point point, BoundingBox size) {
      BoundingBox box = point.box();
      int w = size.width();
      int h = size.height();
      int right = box.right() + GAP;
      int left = box.x() - GAP - w;
      int above = box.y() - GAP - h;
      int below = box.bottom() + GAP;
      return new BoundingBox[] {
        new BoundingBox(right, size.y(), w, h),
        new BoundingBox(left, size.y(), w, h),
        new BoundingBox(size.x(), above, w, h),
        new BoundingBox(size.x(), below, w, h),
        new BoundingBox(right, above, w, h),
        new BoundingBox(left, above, w, h),
        new BoundingBox(right, below, w, h),
        new BoundingBox(left, below, w, h)
      };
    }

    /** The free place nearest to the anchor, searched in growing rings, or null if none is left. */
    private @Nullable BoundingBox nearestFree(DeepestPoints.Point point, BoundingBox size) {
      int reach = Math.max(regions.width(), regions.height()) + RING_STEP;
      BoundingBox hiding = null;
      for (int ring = RING_STEP; ring <= reach; ring += RING_STEP) {
        BoundingBox best = null;
        long bestCost = Long.MAX_VALUE;
        for (int dy = -ring; dy <= ring; dy += RING_STEP) {
          int step = Math.abs(dy) == ring ? RING_STEP : 2 * ring;
          for (int dx = -ring; dx <= ring; dx += step) {
            BoundingBox candidate =
                new BoundingBox(size.x() + dx, size.y() + dy, size.width(), size.height());
            long cost = distanceSquared(candidate, point);
            if (cost >= bestCost || !inPicture(candidate) || taken.meets(candidate)) {
              continue;
            }
            if (anchors.meets(candidate)) {
              hiding = hiding == null ? candidate : hiding;
            } else {
              best = candidate;
              bestCost = cost;
            }
          }
        }
        if (best != null) {
          return best;
        }
      }
      return hiding;
    }

    private static long distanceSquared(BoundingBox label, DeepestPoints.Point point) {
      long dx = Math.max(0, Math.max(label.x() - point.x(), point.x() - label.right() + 1));
      long dy = Math.max(0, Math.max(label.y() - point.y(), point.y() - label.bottom() + 1));
      return dx * dx + dy * dy;
    }

    private BoundingBox centred(DeepestPoints.Point point) {
      int margin = margin(digitHeight);
      int w = glyphs.widthOf(point.mark()) + 2 * margin;
      int h = digitHeight + 2 * margin;
      return new BoundingBox(point.x() - w / 2, point.y() - h / 2, w, h);
    }

    private boolean inPicture(BoundingBox box) {
      return box.x() >= 0
          && box.y() >= 0
          && box.right() <= regions.width()
          && box.bottom() <= regions.height();
    }

    /** Moved into the picture, and cut where the picture is smaller than the box. */
    private BoundingBox clip(BoundingBox box) {
      int w = Math.min(box.width(), regions.width());
      int h = Math.min(box.height(), regions.height());
      return new BoundingBox(
          Math.max(0, Math.min(box.x(), regions.width() - w)),
          Math.max(0, Math.min(box.y(), regions.height() - h)),
          w,
          h);
    }
  }

  /** Pixels between a label's digits and its edge. */
  static int margin(int digitHeight) {
    return Math.max(2, (digitHeight + 2) / 4);
  }
}
