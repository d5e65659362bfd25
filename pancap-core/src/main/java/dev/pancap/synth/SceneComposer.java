package dev.pancap.synth;

import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.LabelMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Paints one scene of a kind. Every choice comes from one random sequence, in a fixed order. */
final class SceneComposer {
  /** A picture with this many things has them at their full size; with more, they are smaller. */
  private static final double ROOMY = 12;

  private static final int PLACE_ATTEMPTS = 14;
  private static final int LEAST_PIXELS = 12;
  private static final Set<String> CROWDS =
      Set.of("person", "sheep", "bird", "car", "boat", "bicycle", "book", "banana", "apple");

  private final SceneKind kind;
  private final Random random;
  private final int width;
  private final int height;
  private final ScenePainting painting;
  private final List<Owner> owners = new ArrayList<>();
  private final Map<String, Integer> stuffOwners = new HashMap<>();
  private final List<BoundingBox> occupied = new ArrayList<>();
  private final List<NamedColour> ground = new ArrayList<>();

  /** Whose pixels are whose: owner n of the painting is the n-th of the list, from 1. */
  private record Owner(Category category, boolean isCrowd, @Nullable NamedColour colour) {}

  /** A drawing with its place. Those whose feet are lower are nearer. */
  private record Placed(
      Drawing drawing, BoundingBox box, Stencil.Facing facing, NamedColour colour, int depth) {}

  SceneComposer(SceneKind kind, Random random, int width, int height) {
    this.kind = kind;
    this.random = random;
    this.width = width;
    this.height = height;
    this.painting = new ScenePainting(width, height);
  }

  void compose() {
    int things = thingCount();
    boolean bare = things == 0 && random.nextBoolean();
    paintBands(kind.bands().subList(0, bare ? 1 : kind.bands().size()));
    if (random.nextInt(3) == 0) {
      leavePatches();
    }
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < things; i++) {
      placed.add(place(things));
    }
    if (things > 2 && random.nextInt(7) == 0) {
      paintCrowd();
    }
    placed.sort(Comparator.comparingInt(Placed::depth));
    for (Placed one : placed) {
      int owner = ownerOf(one.drawing().category(), one.colour());
      draw(one, owners.get(owner - 1).colour(), owner);
    }
  }

  /** Mostly 3 to 14, now and then none or a few dozen. */
  private int thingCount() {
    int share = random.nextInt(100);
    if (share < 6) {
      return random.nextInt(3);
    }
    if (share < 70) {
      return 3 + random.nextInt(10);
    }
    if (share < 92) {
      return 12 + random.nextInt(14);
    }
    return 25 + random.nextInt(31);
  }

  /** Each band down to where the next one begins, in another colour than the one behind it. */
  private void paintBands(List<SceneKind.Band> bands) {
    List<int[]> edges = bands.stream().map(this::edge).toList();
    int[] bottom = new int[width];
    Arrays.fill(bottom, height);
    int[][] bottoms = new int[bands.size()][];
    for (int i = bands.size() - 1; i >= 0; i--) {
      bottoms[i] = bottom.clone();
      for (int x = 0; x < width; x++) {
        bottom[x] = Math.min(bottom[x], edges.get(i)[x]);
      }
    }
    for (int i = 0; i < bands.size(); i++) {
      SceneKind.Band band = bands.get(i);
      NamedColour behind = i == 0 ? null : ground.get(i - 1);
      NamedColour colour = pickOther(band.colours(), behind);
      ground.add(colour);
      int shift = random.nextInt(256);
      painting.backdrop(
          edges.get(i),
          bottoms[i],
          new ScenePainting.Surface(colour, band.texture(), ownerOf(band.category(), colour)),
          shift);
      if (band.texture() == Texture.SKY && colour != NamedColour.GREY && random.nextInt(3) > 0) {
        int radius = Math.max(2, height / 22);
        painting.shine(random.nextInt(width), height / 16 + random.nextInt(height / 8 + 1), radius);
      }
    }
  }

  /** The colour of the backdrop at a level, so that what stands there can have another. */
  private NamedColour groundAt(double level) {
    NamedColour colour = ground.get(0);
    for (int i = 1; i < ground.size(); i++) {
      if (kind.bands().get(i).top() <= level) {
        colour = ground.get(i);
      }
    }
    return colour;
  }

  private int[] edge(SceneKind.Band band) {
    int[] top = new int[width];
    double level = band.top() * height;
    if (band.top() > 0) {
      level += (random.nextDouble() - 0.5) * 0.06 * height;
    }
    int offset = random.nextInt(256);
    int ground = (int) Math.round(level);
    int step = Math.max(2, width / 10);
    int from = (int) ((random.nextDouble() - 0.3) * 0.14 * height);
    int to = from;
    for (int x = 0; x < width; x++) {
      if (x % step == 0) {
        from = to;
        to = (int) ((random.nextDouble() - 0.3) * 0.14 * height);
      }
      top[x] =
          switch (band.edge()) {
            case FLAT -> ground;
            case WAVY -> ground + Grain.coarse(offset + x * 160 / width, 17) * height / 5000;
            case JAGGED -> ground - (from * (step - x % step) + to * (x % step)) / step;
            case SKYLINE -> ground - to;
          };
    }
    return top;
  }

  /** Something that lies about and that nobody labelled, and at times a strip along a side. */
  private void leavePatches() {
    int patches = 1 + random.nextInt(2);
    for (int i = 0; i < patches; i++) {
      int w = Math.max(3, (int) (width * (0.04 + 0.10 * random.nextDouble())));
      int h = Math.max(3, (int) (height * (0.02 + 0.05 * random.nextDouble())));
      Drawing rock = drawing("rock-merged");
      Stencil stencil = Stencil.of(rock, w, h, Stencil.Facing.AS_DRAWN);
      int grey = 0x50 + random.nextInt(0x50);
      painting.leaveUnlabelled(
          stencil,
          random.nextInt(width) - w / 2,
          height / 2 + random.nextInt(height / 2),
          grey << 16 | (grey - 8) << 8 | (grey - 16));
    }
    if (random.nextInt(3) == 0) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < Math.max(1, width / 160); x++) {
          painting.disown(y * width + x);
        }
      }
    }
  }

  private Placed place(int things) {
    SceneKind.Zone zone = pickZone();
    Drawing drawing = pick(zone.drawings());
    double crowded = Math.max(0.42, Math.min(1, Math.sqrt(ROOMY / things)));
    Placed best = null;
    double leastHidden = Double.MAX_VALUE;
    NamedColour colour = pickOther(drawing.colours(), groundAt((zone.top() + zone.bottom()) / 2));
    for (int attempt = 0; attempt < PLACE_ATTEMPTS && leastHidden > 0.15; attempt++) {
      Placed candidate = candidate(zone, drawing, colour, crowded);
      double hidden = hiddenShare(candidate.box());
      if (hidden < leastHidden) {
        leastHidden = hidden;
        best = candidate;
      }
    }
    if (best == null) {
      throw new IllegalStateException("A first attempt always gives a place");
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

  /** Many small ones of a kind, close together, as one crowd segment. */
  private void paintCrowd() {
    for (SceneKind.Zone zone : kind.zones()) {
      for (Drawing drawing : zone.drawings()) {
        if (zone.hold() == SceneKind.Hold.STAND && CROWDS.contains(drawing.category().name())) {
          owners.add(new Owner(drawing.category(), true, null));
          int h = Math.max(4, (int) (0.45 * drawing.height() * zone.scale() * height));
          int w = Math.max(4, (int) (h * drawing.aspect()));
          int members = 10 + random.nextInt(12);
          int left = random.nextInt(width);
          int foot = (int) (zone.top() * height);
          for (int i = 0; i < members; i++) {
            int x = left + (int) (i * w * 0.6);
            int y = foot - h + random.nextInt(Math.max(1, h / 3));
            BoundingBox box = new BoundingBox(x, y, w, h);
            NamedColour colour = pick(drawing.colours());
            draw(
                new Placed(drawing, box, Stencil.Facing.AS_DRAWN, colour, 0),
                colour,
                owners.size());
          }
          return;
        }
      }
    }
  }

  private void draw(Placed one, @Nullable NamedColour colour, int owner) {
    BoundingBox box = one.box();
    Stencil stencil = Stencil.of(one.drawing(), box.width(), box.height(), one.facing());
    painting.draw(
        stencil,
        box.x(),
        box.y(),
        new ScenePainting.Surface(
            colour == null ? one.colour() : colour, one.drawing().texture(), owner));
  }

  /** A new owner for a thing; for stuff the one that the picture already has, with its colour. */
  private int ownerOf(Category category, NamedColour colour) {
    if (category.isThing()) {
      owners.add(new Owner(category, false, colour));
      return owners.size();
    }
    return stuffOwners.computeIfAbsent(
        category.name(),
        name -> {
          owners.add(new Owner(category, false, colour));
          return owners.size();
        });
  }

  /** The finished scene: what shows too few pixels is nobody's. */
  SyntheticScene finish(long imageId, int jpegQuality) {
    int[] pixels = new int[owners.size() + 1];
    for (int pixel = 0; pixel < width * height; pixel++) {
      pixels[painting.ownerAt(pixel)]++;
    }
    int[] ids = new int[owners.size() + 1];
    Set<Integer> used = new HashSet<>();
    int least = Math.max(LEAST_PIXELS, width * height / 25_000);
    for (int owner = 1; owner < ids.length; owner++) {
      int id = 1 + random.nextInt(0xFFFFFF);
      while (!used.add(id)) {
        id = 1 + random.nextInt(0xFFFFFF);
      }
      ids[owner] = pixels[owner] >= least ? id : LabelMap.VOID;
    }
    int noise = 1 + random.nextInt(4);
    return new SyntheticScene(
        imageId,
        kind.name(),
        painting.toImage(random, noise),
        labelMap(ids),
        segments(ids, pixels),
        jpegQuality);
  }

  private LabelMap labelMap(int[] ids) {
    int[] map = new int[width * height];
    for (int pixel = 0; pixel < map.length; pixel++) {
      map[pixel] = ids[painting.ownerAt(pixel)];
    }
    return LabelMap.wrap(width, height, map);
  }

  private List<SyntheticSegment> segments(int[] ids, int[] pixels) {
    int[] left = new int[ids.length];
    int[] right = new int[ids.length];
    int[] top = new int[ids.length];
    int[] bottom = new int[ids.length];
    int[] tinted = new int[ids.length];
    Arrays.fill(left, width);
    Arrays.fill(top, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = y * width + x;
        int owner = painting.ownerAt(pixel);
        left[owner] = Math.min(left[owner], x);
        right[owner] = Math.max(right[owner], x + 1);
        top[owner] = Math.min(top[owner], y);
        bottom[owner] = y + 1;
        tinted[owner] += painting.isTinted(pixel) ? 1 : 0;
      }
    }
    List<SyntheticSegment> segments = new ArrayList<>();
    for (int owner = 1; owner < ids.length; owner++) {
      if (ids[owner] != LabelMap.VOID) {
        Owner who = owners.get(owner - 1);
        segments.add(
            new SyntheticSegment(
                ids[owner],
                who.category(),
                who.isCrowd(),
                pixels[owner],
                new BoundingBox(
                    left[owner],
                    top[owner],
                    right[owner] - left[owner],
                    bottom[owner] - top[owner]),
                who.colour(),
                who.colour() == null ? 0 : (double) tinted[owner] / pixels[owner]));
      }
    }
    return segments;
  }

  private SceneKind.Zone pickZone() {
    int all = kind.zones().stream().mapToInt(zone -> zone.drawings().size()).sum();
    int picked = random.nextInt(all);
    for (SceneKind.Zone zone : kind.zones()) {
      picked -= zone.drawings().size();
      if (picked < 0) {
        return zone;
      }
    }
    throw new IllegalStateException("The sizes add up");
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private NamedColour pickOther(List<NamedColour> choices, @Nullable NamedColour avoided) {
    List<NamedColour> others = choices.stream().filter(colour -> colour != avoided).toList();
    return pick(others.isEmpty() ? choices : others);
  }

  private static Drawing drawing(String category) {
    Drawing drawing = SceneBook.drawings().get(category);
    if (drawing == null) {
      throw new IllegalStateException("No drawing of " + category);
    }
    return drawing;
  }
}
