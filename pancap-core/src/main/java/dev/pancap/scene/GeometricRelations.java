package dev.pancap.scene;

import dev.pancap.facts.RegionFacts;
import dev.pancap.facts.SceneFacts;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Relations that masks tell, the most telling kinds first. A pair gets one of on, in, in front of
 * and touching, the first that holds; beside that, how its boxes lie and which is larger, but only
 * for things that stand near each other, as in a picture of a hundred masks everything is left of
 * half of the rest.
 */
final class GeometricRelations {
  /** How many of a thing's nearest things it is compared with. */
  private static final int NEIGHBOURS = 4;

  private static final double LARGER = 2;

  private final SceneFacts facts;
  private final List<List<SceneRelation>> byKind = new ArrayList<>();

  private GeometricRelations(SceneFacts facts) {
    this.facts = facts;
    for (int i = 0; i < Predicate.values().length; i++) {
      byKind.add(new ArrayList<>());
    }
  }

  static List<SceneRelation> of(PreparedImage image, SceneFacts facts) {
    GeometricRelations relations = new GeometricRelations(facts);
    List<RegionFacts> regions = facts.regions();
    for (int i = 0; i < regions.size(); i++) {
      for (int j = i + 1; j < regions.size(); j++) {
        relations.addContact(regions.get(i), regions.get(j));
      }
    }
    relations.addNeighbours(image);
    return relations.byKind.stream().flatMap(List::stream).toList();
  }

  private void addContact(RegionFacts a, RegionFacts b) {
    if (!facts.areTouching(a.mark(), b.mark())) {
      return;
    }
    if (!addSupport(a, b) && !addSupport(b, a)) {
      add(
          Predicate.TOUCHING,
          a,
          b,
          "%.0f %% of the shorter border",
          100 * facts.sharedBorder(a.mark(), b.mark()));
    }
  }

  private boolean addSupport(RegionFacts a, RegionFacts b) {
    double surrounded = 100 * facts.surroundedBy(a.mark(), b.mark());
    if (facts.isIn(a.mark(), b.mark())) {
      return add(Predicate.IN, a, b, "%.0f %% of its border", surrounded);
    }
    if (facts.isOn(a.mark(), b.mark())) {
      return add(
          Predicate.ON,
          a,
          b,
          "%.0f %% of its width rests on it",
          100 * facts.restingOn(a.mark(), b.mark()));
    }
    if (facts.isInFrontOf(a.mark(), b.mark())) {
      return add(Predicate.IN_FRONT_OF, a, b, "%.0f %% of its border", surrounded);
    }
    return false;
  }

  private void addNeighbours(PreparedImage image) {
    List<RegionFacts> things =
        facts.regions().stream()
            .filter(region -> region.segment().isThing() && !region.segment().isCrowd())
            .toList();
    Set<Long> compared = new HashSet<>();
    for (RegionFacts thing : things) {
      things.stream()
          .filter(other -> other != thing)
          .sorted(
              Comparator.comparingDouble((RegionFacts other) -> distance(thing, other))
                  .thenComparingInt(RegionFacts::mark))
          .limit(NEIGHBOURS)
          .forEach(
              other -> {
                RegionFacts first = thing.mark() < other.mark() ? thing : other;
                RegionFacts second = first == thing ? other : thing;
                if (compared.add(((long) first.mark() << 32) | second.mark())) {
                  addBeside(first, second);
                  addBeside(second, first);
                }
              });
    }
    byKind.forEach(
        list ->
            list.sort(
                Comparator.comparingInt(SceneRelation::subject)
                    .thenComparingInt(SceneRelation::object)));
  }

  private void addBeside(RegionFacts a, RegionFacts b) {
    BoundingBox box = a.segment().box();
    BoundingBox other = b.segment().box();
    if (facts.isLeftOf(a.mark(), b.mark())) {
      add(Predicate.LEFT_OF, a, b, "centres %.0f pixels apart", other.centerX() - box.centerX());
    }
    if (facts.isAbove(a.mark(), b.mark())) {
      add(Predicate.ABOVE, a, b, "centres %.0f pixels apart", other.centerY() - box.centerY());
    }
    Segment large = a.segment();
    Segment small = b.segment();
    double ratio = (double) large.areaPixels() / small.areaPixels();
    if (ratio >= LARGER && !large.touchesBorder() && !small.touchesBorder()) {
      add(Predicate.LARGER_THAN, a, b, "%.1f times the pixels", ratio);
    }
  }

  private boolean add(
      Predicate predicate, RegionFacts a, RegionFacts b, String evidence, double figure) {
    return byKind
        .get(predicate.ordinal())
        .add(
            new SceneRelation(
                a.mark(),
                predicate.words(),
                b.mark(),
                Source.GEOMETRY,
                String.format(Locale.ROOT, evidence, figure)));
  }

  /** Between boxes; 0 where they overlap. */
  private static double distance(RegionFacts a, RegionFacts b) {
    BoundingBox one = a.segment().box();
    BoundingBox two = b.segment().box();
    int across = Math.max(0, Math.max(one.x() - two.right(), two.x() - one.right()));
    int down = Math.max(0, Math.max(one.y() - two.bottom(), two.y() - one.bottom()));
    return Math.hypot(across, down);
  }
}
