package dev.pancap.facts;

import dev.pancap.image.RgbImage;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What picture and masks tell of a scene: for each region its colours, size and place, between
 * regions how they stand to each other in the picture, and how many there are of a class. All of it
 * is measured; a relation that the geometry does not settle does not hold. Regions are named by
 * their marks. Immutable, in a few milliseconds for a picture of 640 x 480.
 */
public final class SceneFacts {
  /** A thing stands on what its lower edge rests on for at least this share of its width. */
  private static final double RESTING_SHARE = 0.4;

  /** A region is in what holds it and surrounds it for at least this share of its border. */
  private static final double HELD_SHARE = 0.7;

  /** A region is in front of what surrounds it for at least this share of its border. */
  private static final double SURROUNDED_SHARE = 0.4;

  /** Regions touch that share at least this part of the smaller one's border. */
  private static final double TOUCHING_SHARE = 0.04;

  private static final int TOUCHING_PIXELS = 3;

  /** Boxes that overlap less than this share of the smaller one stand beside each other. */
  private static final double BESIDE_OVERLAP = 0.15;

  private static final Set<String> SUPPORTS =
      Set.of(
          "floor-wood",
          "floor-other-merged",
          "gravel",
          "platform",
          "playingfield",
          "railroad",
          "road",
          "sand",
          "snow",
          "stairs",
          "pavement-merged",
          "grass-merged",
          "dirt-merged",
          "rug-merged",
          "table-merged",
          "dining table",
          "counter",
          "shelf",
          "bed",
          "couch",
          "chair",
          "bench",
          "rock-merged",
          "sea",
          "river",
          "water-other",
          "skateboard",
          "surfboard",
          "snowboard",
          "skis",
          "horse",
          "elephant",
          "motorcycle",
          "bicycle",
          "blanket",
          "bridge",
          "cabinet-merged",
          "paper-merged",
          "cardboard",
          "roof");

  /** What holds things; a region that such a one surrounds is in it. */
  private static final Set<String> CONTAINERS =
      Set.of(
          "backpack",
          "bowl",
          "bus",
          "car",
          "cup",
          "handbag",
          "microwave",
          "mirror-stuff",
          "oven",
          "refrigerator",
          "river",
          "sea",
          "sink",
          "sky-other-merged",
          "suitcase",
          "toilet",
          "train",
          "truck",
          "vase",
          "water-other",
          "wine glass");

  private static final Set<String> BACKDROPS =
      Set.of(
          "banner",
          "bridge",
          "building-other-merged",
          "curtain",
          "door-stuff",
          "fence-merged",
          "house",
          "mirror-stuff",
          "mountain-merged",
          "net",
          "roof",
          "sea",
          "river",
          "shelf",
          "sky-other-merged",
          "tent",
          "tree-merged",
          "wall-brick",
          "wall-other-merged",
          "wall-stone",
          "wall-tile",
          "wall-wood",
          "water-other",
          "window-blind",
          "window-other",
          "cabinet-merged",
          "flower",
          "grass-merged",
          "rock-merged");

  private final List<RegionFacts> regions;
  private final Map<Integer, Integer> indexOfMark;
  private final Map<String, Integer> counts;
  private final Contacts contacts;
  private final int[] borders;

  private SceneFacts(PreparedImage image, SceneScan scan) {
    List<RegionFacts> facts = new ArrayList<>();
    indexOfMark = new HashMap<>();
    counts = new HashMap<>();
    contacts = scan.contacts;
    borders = scan.borders;
    double pixels = (double) image.width() * image.height();
    for (int i = 0; i < image.segments().size(); i++) {
      Segment segment = image.segments().get(i);
      indexOfMark.put(segment.mark(), i);
      if (!segment.isCrowd()) {
        counts.merge(segment.category(), 1, Integer::sum);
      }
      facts.add(
          new RegionFacts(
              segment,
              scan.colors(i),
              segment.areaPixels() / pixels,
              Place.of(segment, image.width(), image.height()),
              scan.largestPieces[i] >= 0.85 * segment.areaPixels()));
    }
    regions = List.copyOf(facts);
  }

  /**
   * Measures a scene.
   *
   * @throws IllegalArgumentException if picture and marks differ in size
   */
  public static SceneFacts of(PreparedImage image, RgbImage picture, LabelMap marks) {
    if (picture.width() != marks.width() || picture.height() != marks.height()) {
      throw new IllegalArgumentException(
          "The picture has %d x %d pixels, its marks %d x %d"
              .formatted(picture.width(), picture.height(), marks.width(), marks.height()));
    }
    return new SceneFacts(image, new SceneScan(image.segments(), picture, marks));
  }

  /** All regions, by ascending mark. */
  public List<RegionFacts> regions() {
    return regions;
  }

  /**
   * @throws IllegalArgumentException if no region has this mark
   */
  public RegionFacts region(int mark) {
    return regions.get(index(mark));
  }

  /** How many regions of the class there are, crowds not counted. */
  public int count(String category) {
    return counts.getOrDefault(category, 0);
  }

  /** Whether the two share a border. */
  public boolean areTouching(int a, int b) {
    int shared = contact(index(a), index(b));
    int border = Math.min(borders[index(a)], borders[index(b)]);
    return shared >= TOUCHING_PIXELS && shared >= TOUCHING_SHARE * border;
  }

  /**
   * The share of the shorter of two borders that both have, 0 to 1; sides that touch twice count.
   */
  public double sharedBorder(int a, int b) {
    int border = Math.min(borders[index(a)], borders[index(b)]);
    return border == 0 ? 0 : Math.min(1, contact(index(a), index(b)) / (double) border);
  }

  /** The share of {@code a}'s border along which {@code b} lies, 0 to 1. */
  public double surroundedBy(int a, int b) {
    int border = borders[index(a)];
    return border == 0 ? 0 : Math.min(1, contact(index(a), index(b)) / (double) border);
  }

  /** The share of {@code a}'s width along which {@code b} lies directly below it, 0 to 1. */
  public double restingOn(int a, int b) {
    int under = contacts.above(index(a), index(b));
    return Math.min(1, under / (double) region(a).segment().box().width());
  }

  /** Whether {@code b}, a class that holds things, surrounds the thing {@code a}. */
  public boolean isIn(int a, int b) {
    Segment held = region(a).segment();
    Segment holder = region(b).segment();
    return held.isThing()
        && CONTAINERS.contains(holder.category())
        && !held.category().equals(holder.category())
        && held.areaPixels() < holder.areaPixels()
        && surroundedBy(a, b) >= HELD_SHARE
        && holder.box().x() <= held.box().x()
        && holder.box().y() <= held.box().y()
        && held.box().right() <= holder.box().right()
        && held.box().bottom() <= holder.box().bottom();
  }

  /** Whether {@code a} stands beside {@code b}, nearer the left edge of the picture. */
  public boolean isLeftOf(int a, int b) {
    BoundingBox left = region(a).segment().box();
    BoundingBox right = region(b).segment().box();
    return left.centerX() < right.centerX()
        && overlap(left.x(), left.right(), right.x(), right.right())
            <= BESIDE_OVERLAP * Math.min(left.width(), right.width())
        && overlap(left.y(), left.bottom(), right.y(), right.bottom())
            >= 0.4 * Math.min(left.height(), right.height());
  }

  /** Whether {@code a} is over {@code b} in the picture, one below the other. */
  public boolean isAbove(int a, int b) {
    BoundingBox upper = region(a).segment().box();
    BoundingBox lower = region(b).segment().box();
    return upper.centerY() < lower.centerY()
        && overlap(upper.y(), upper.bottom(), lower.y(), lower.bottom())
            <= BESIDE_OVERLAP * Math.min(upper.height(), lower.height())
        && overlap(upper.x(), upper.right(), lower.x(), lower.right())
            >= 0.4 * Math.min(upper.width(), lower.width());
  }

  /**
   * Whether {@code a} rests on {@code b}: a class that carries things lies along the lower edge of
   * {@code a}.
   */
  public boolean isOn(int a, int b) {
    Segment carried = region(a).segment();
    Segment support = region(b).segment();
    boolean canCarry = SUPPORTS.contains(support.category());
    if (!canCarry || !carried.isThing() || carried.category().equals(support.category())) {
      return false;
    }
    // Cats lie on chairs and people sit on horses; a chair beside a horse is on neither.
    if (support.isThing() && carried.areaPixels() > 4 * support.areaPixels()) {
      return support.category().endsWith("board") || support.category().equals("skis")
          ? rests(a, b)
          : false;
    }
    return carried.box().bottom() >= support.box().y() && rests(a, b);
  }

  private boolean rests(int a, int b) {
    int under = contacts.above(index(a), index(b));
    int over = contacts.above(index(b), index(a));
    return under >= RESTING_SHARE * region(a).segment().box().width() && under >= 1.5 * over;
  }

  /** Whether {@code b}, a class that is seen behind things, surrounds {@code a} in the picture. */
  public boolean isInFrontOf(int a, int b) {
    return region(a).segment().isThing()
        && BACKDROPS.contains(region(b).segment().category())
        && !isOn(a, b)
        && contact(index(a), index(b)) >= SURROUNDED_SHARE * borders[index(a)];
  }

  /** The length of the border that two regions share, in pixel edges. */
  private int contact(int i, int j) {
    return contacts.beside(i, j)
        + contacts.beside(j, i)
        + contacts.above(i, j)
        + contacts.above(j, i);
  }

  private int index(int mark) {
    Integer index = indexOfMark.get(mark);
    if (index == null) {
      throw new IllegalArgumentException("There is no region " + mark);
    }
    return index;
  }

  private static int overlap(int start, int end, int otherStart, int otherEnd) {
    return Math.max(0, Math.min(end, otherEnd) - Math.max(start, otherStart));
  }
}
