package dev.pancap.export;

import dev.pancap.caption.ClassWords;
import dev.pancap.facts.ClassNoun;
import dev.pancap.facts.Place;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.store.ReleaseRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Questions whose answers follow from the masks: how many, whether there is one, what fills a
 * region, where it is. A picture gets as many questions that are answered yes as no. Classes with a
 * crowd region are left out of counts and places: a crowd's size is not known.
 */
final class MaskQuestions {
  private static final int MOST_COUNTED = 20;

  /** A region fills its box when this much of the box is its own. */
  private static final double FILLS = 0.6;

  private static final double LARGE = 0.01;

  private final ReleaseRow row;
  private final LlavaTemplates templates;
  private final RandomGenerator random;
  private final Map<Integer, List<ReleaseRow.ReleaseSegment>> byClass;

  MaskQuestions(ReleaseRow row, LlavaTemplates templates, RandomGenerator random) {
    this.row = row;
    this.templates = templates;
    this.random = random;
    this.byClass =
        row.segments().stream()
            .collect(
                Collectors.groupingBy(
                    ReleaseRow.ReleaseSegment::categoryId, TreeMap::new, Collectors.toList()));
  }

  List<LlavaRecord> records() {
    List<LlavaRecord> records = new ArrayList<>();
    count(records);
    presence(records);
    kind(records);
    place(records);
    return records;
  }

  private void count(List<LlavaRecord> records) {
    List<List<ReleaseRow.ReleaseSegment>> countable =
        things().stream()
            .filter(found -> found.size() <= MOST_COUNTED)
            .filter(found -> noun(found.get(0)).form() == ClassNoun.Form.COUNT)
            .toList();
    if (!countable.isEmpty()) {
      List<ReleaseRow.ReleaseSegment> found = draw(countable);
      ask(
          records,
          "count",
          templates.draw("count", random).replace("{nouns}", noun(found.get(0)).plural()),
          Integer.toString(found.size()));
    }
  }

  private void presence(List<LlavaRecord> records) {
    List<Category> absent =
        CategoryTable.coco().all().stream()
            .filter(Category::isThing)
            .filter(this::isAbsent)
            .toList();
    List<List<ReleaseRow.ReleaseSegment>> present =
        byClass.values().stream().filter(found -> found.get(0).isThing()).toList();
    if (absent.isEmpty() || present.isEmpty()) {
      return;
    }
    String there = withArticle(noun(draw(present).get(0)));
    String missing = withArticle(ClassNoun.of(draw(absent).name()));
    ask(records, "presence", templates.draw("presence", random).replace("{noun}", there), "Yes");
    ask(records, "presence", templates.draw("presence", random).replace("{noun}", missing), "No");
  }

  /** Neither annotated nor spoken of. */
  private boolean isAbsent(Category category) {
    return !byClass.containsKey(category.id()) && !ClassWords.names(row.caption(), category.id());
  }

  private void kind(List<LlavaRecord> records) {
    List<ReleaseRow.ReleaseSegment> filling =
        row.segments().stream()
            .filter(segment -> segment.isThing() && !segment.isCrowd())
            .filter(segment -> segment.area() >= LARGE * row.width() * row.height())
            .filter(
                segment -> segment.area() >= FILLS * box(segment).width() * box(segment).height())
            .toList();
    if (!filling.isEmpty()) {
      ReleaseRow.ReleaseSegment segment = draw(filling);
      BoundingBox box = box(segment);
      String shown =
          String.format(
              Locale.ROOT,
              "[%.3f, %.3f, %.3f, %.3f]",
              (double) box.x() / row.width(),
              (double) box.y() / row.height(),
              (double) (box.x() + box.width()) / row.width(),
              (double) (box.y() + box.height()) / row.height());
      ask(
          records,
          "kind",
          templates.draw("kind", random).replace("{box}", shown),
          capitalised(withArticle(noun(segment))) + ".");
    }
  }

  private void place(List<LlavaRecord> records) {
    List<ReleaseRow.ReleaseSegment> alone =
        things().stream().filter(found -> found.size() == 1).map(found -> found.get(0)).toList();
    if (!alone.isEmpty()) {
      ReleaseRow.ReleaseSegment segment = draw(alone);
      String words = Place.of(box(segment), row.width(), row.height()).words();
      ask(
          records,
          "place",
          templates.draw("place", random).replace("{noun}", "the " + noun(segment).singular()),
          capitalised(words) + ".");
    }
  }

  /** The things of each class that has no crowd. */
  private List<List<ReleaseRow.ReleaseSegment>> things() {
    return byClass.values().stream()
        .filter(found -> found.get(0).isThing())
        .filter(found -> found.stream().noneMatch(ReleaseRow.ReleaseSegment::isCrowd))
        .toList();
  }

  private void ask(List<LlavaRecord> records, String kind, String question, String answer) {
    records.add(
        new LlavaRecord(LlavaTask.VQA, "-vqa-" + kind + "-" + (records.size() + 1), row)
            .turn(LlavaRecord.IMAGE + question, answer));
  }

  private <T> T draw(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static BoundingBox box(ReleaseRow.ReleaseSegment segment) {
    List<Integer> box = segment.bbox();
    return new BoundingBox(box.get(0), box.get(1), box.get(2), box.get(3));
  }

  private static ClassNoun noun(ReleaseRow.ReleaseSegment segment) {
    return ClassNoun.of(segment.category());
  }

  private static String withArticle(ClassNoun noun) {
    return switch (noun.form()) {
      case MASS, PLURAL -> noun.singular();
      case PAIR, COUNT ->
          ("aeiou".indexOf(noun.singular().charAt(0)) >= 0 ? "an " : "a ") + noun.singular();
    };
  }

  private static String capitalised(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
