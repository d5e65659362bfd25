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

  private static final int LEAST_PIXELS = 12;
  private static final Set<String> CROWDS =
      Set.of("person", "sheep", "bird", "car", "boat", "bicycle", "book", "banana", "apple");

  private final SceneKind kind;
  private final Random random;
  private final int width;
  private final int height;
  private final ScenePainting painting;
  private final List<SegmentOwner> owners = new ArrayList<>();
  private final Map<String, Integer> stuffOwners = new HashMap<>();
  private final PlaceFinder places;
  private final List<NamedColour> ground = new ArrayList<>();

  SceneComposer(SceneKind kind, Random random, int width, int height) {
    this.kind = kind;
    this.random = random;
    this.width = width;
    this.height = height;
    this.painting = new ScenePainting(width, height);
    this.places = new PlaceFinder(kind, random, width, height);
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
    List<int[]> edges = bands.stream().map(band -> band.edgeAcross(width, height, random)).toList();
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
    NamedColour colour = pickOther(drawing.colours(), groundAt((zone.top() + zone.bottom()) / 2));
    return places.find(zone, drawing, colour, crowded);
  }

  /** Many small ones of a kind, close together, as one crowd segment. */
  private void paintCrowd() {
    for (SceneKind.Zone zone : kind.zones()) {
      for (Drawing drawing : zone.drawings()) {
        if (zone.hold() == SceneKind.Hold.STAND && CROWDS.contains(drawing.category().name())) {
          owners.add(new SegmentOwner(drawing.category(), true, null));
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
      owners.add(new SegmentOwner(category, false, colour));
      return owners.size();
    }
    return stuffOwners.computeIfAbsent(
        category.name(),
        name -> {
          owners.add(new SegmentOwner(category, false, colour));
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
        SegmentOwner.labelMap(painting, ids),
        SegmentOwner.segments(painting, owners, ids),
        jpegQuality);
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
