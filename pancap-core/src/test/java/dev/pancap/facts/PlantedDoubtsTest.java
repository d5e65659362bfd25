package dev.pancap.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.caption.ClassWords;
import dev.pancap.caption.GroundedCaption;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.caption.RegionLine;
import dev.pancap.caption.RegionLinesParser;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.Scene;
import dev.pancap.model.describer.Describer;
import dev.pancap.model.describer.PreparedScene;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Plants faults of each kind into true captions and counts which are seen, and how often something
 * is seen where nothing was planted. The figures are printed; those of classes and counts are held.
 */
class PlantedDoubtsTest {
  private static final long SEED = 4711;
  private static final int SCENES = 260;
  private static final int PLANTS_A_SCENE = 2;

  private static final Map<Doubt.Rule, Tally> TALLIES = new EnumMap<>(Doubt.Rule.class);

  private static final class Tally {
    private int planted;
    private int seen;
    private int wrong;
    private final List<String> wrongOnes = new ArrayList<>();

    double precision() {
      return seen / (double) (seen + wrong);
    }

    double recall() {
      return seen / (double) planted;
    }
  }

  /** A described scene. */
  private record Described(
      PreparedImage image, SceneFacts facts, List<RegionLine> lines, GroundedCaption caption) {

    List<Doubt> doubts() {
      return TextDoubts.of(facts, lines, caption);
    }

    Described withCaption(String grounded) {
      return new Described(image, facts, lines, GroundedCaptionParser.parse(grounded).caption());
    }

    Described withLine(RegionLine line, String text) {
      RegionLine changed = new RegionLine(line.mark(), line.category(), text);
      return new Described(
          image,
          facts,
          lines.stream().map(old -> old.mark() == line.mark() ? changed : old).toList(),
          caption);
    }
  }

  @BeforeAll
  static void plant() {
    for (Doubt.Rule rule : Doubt.Rule.values()) {
      TALLIES.put(rule, new Tally());
    }
    SplittableRandom random = new SplittableRandom(SEED);
    SceneGenerator scenes = new SceneGenerator(SEED, 320, 240);
    for (int i = 0; i < SCENES; i++) {
      Described clean = describe(scenes.scene(i));
      List<Doubt> before = clean.doubts();
      before.forEach(doubt -> countWrong(doubt, clean));
      for (int n = 0; n < PLANTS_A_SCENE; n++) {
        tryPlant(Doubt.Rule.CLASS_NOT_IN_PICTURE, before, withForeignThing(clean, random));
        tryPlant(Doubt.Rule.COUNT_DISAGREES, before, withOtherCount(clean, random));
        tryPlant(Doubt.Rule.COLOR_DISAGREES, before, withOtherColor(clean, random));
        tryPlant(Doubt.Rule.PLACE_DISAGREES, before, withOtherSide(clean, random));
        tryPlant(Doubt.Rule.SPECULATION, before, withGuess(clean, random));
        tryPlant(Doubt.Rule.REPEATED_LINE, before, withRepeatedLine(clean, random));
      }
    }
    TALLIES.forEach(
        (rule, tally) ->
            System.out.printf(
                "%-22s planted %4d  seen %4d  wrong %3d  precision %.3f  recall %.3f  %s%n",
                rule,
                tally.planted,
                tally.seen,
                tally.wrong,
                tally.precision(),
                tally.recall(),
                tally.wrongOnes.stream().distinct().limit(4).toList()));
  }

  private static void countWrong(Doubt doubt, Described where) {
    Tally tally = TALLIES.get(doubt.rule());
    tally.wrong++;
    tally.wrongOnes.add(doubt.detail() + " in image " + where.image().imageId());
  }

  private static void tryPlant(Doubt.Rule rule, List<Doubt> before, Optional<Described> planted) {
    if (planted.isPresent()) {
      Tally tally = TALLIES.get(rule);
      tally.planted++;
      tally.seen += count(rule, planted.get().doubts()) > count(rule, before) ? 1 : 0;
    }
  }

  private static long count(Doubt.Rule rule, List<Doubt> doubts) {
    return doubts.stream().filter(doubt -> doubt.rule() == rule).count();
  }

  @Test
  void foreignClassesAreSeen() {
    hold(Doubt.Rule.CLASS_NOT_IN_PICTURE);
  }

  @Test
  void wrongCountsAreSeen() {
    hold(Doubt.Rule.COUNT_DISAGREES);
  }

  @Test
  void guessesAreSeen() {
    hold(Doubt.Rule.SPECULATION);
  }

  /** Colours of what people wear, and of noun phrases without a class, are not judged. */
  @Test
  void mostWrongColorsAreSeenAndNoTrueOnesAreDoubted() {
    Tally tally = TALLIES.get(Doubt.Rule.COLOR_DISAGREES);
    assertThat(tally.planted).isGreaterThanOrEqualTo(500);
    assertThat(tally.precision()).isGreaterThanOrEqualTo(0.95);
    assertThat(tally.recall()).isGreaterThanOrEqualTo(0.8);
  }

  private static void hold(Doubt.Rule rule) {
    Tally tally = TALLIES.get(rule);
    assertThat(tally.planted).as("planted %s", rule).isGreaterThanOrEqualTo(200);
    assertThat(tally.precision()).as("precision of %s", rule).isGreaterThanOrEqualTo(0.95);
    assertThat(tally.recall()).as("recall of %s", rule).isGreaterThanOrEqualTo(0.9);
  }

  private static Optional<Described> withForeignThing(Described clean, SplittableRandom random) {
    List<Category> absent =
        CategoryTable.coco().all().stream()
            .filter(Category::isThing)
            .filter(
                category ->
                    clean.image().segments().stream()
                        .noneMatch(segment -> areAlike(segment, category)))
            .toList();
    ClassNoun noun = ClassNoun.of(absent.get(random.nextInt(absent.size())).name());
    String article = "aeiou".indexOf(noun.singular().charAt(0)) >= 0 ? "an " : "a ";
    String thing =
        noun.form() == ClassNoun.Form.COUNT ? article + noun.singular() : noun.singular();
    String sentence =
        switch (random.nextInt(3)) {
          case 0 -> " There is " + thing + " in the picture.";
          case 1 -> " Next to it, " + thing + " can be seen.";
          default -> " Behind them is " + thing + ".";
        };
    return Optional.of(clean.withCaption(clean.caption().grounded() + sentence));
  }

  /** Classes that share a word, such as a cup and a wine glass, do not make each other foreign. */
  private static boolean areAlike(Segment segment, Category category) {
    return ClassWords.of(segment.categoryId()).stream()
        .anyMatch(ClassWords.of(category.id())::contains);
  }

  private static Optional<Described> withOtherCount(Described clean, SplittableRandom random) {
    List<PhraseGroup> counted =
        clean.caption().groups().stream()
            .filter(group -> group.phrase().matches("(?i)(two|three|four|five|six)\\b.*"))
            .filter(
                group ->
                    group.markIds().stream()
                        .map(mark -> clean.facts().region(mark))
                        .allMatch(PlantedDoubtsTest::isCountable))
            .toList();
    if (counted.isEmpty()) {
      return Optional.empty();
    }
    PhraseGroup group = counted.get(random.nextInt(counted.size()));
    String wrong = group.markIds().size() == 7 ? "eight" : "seven";
    String phrase = wrong + group.phrase().substring(group.phrase().indexOf(' '));
    return Optional.of(
        clean.withCaption(
            clean.caption().grounded().replace(": " + group.phrase() + ">", ": " + phrase + ">")));
  }

  private static boolean isCountable(RegionFacts region) {
    return region.segment().isThing() && region.noun().form() == ClassNoun.Form.COUNT;
  }

  private static Optional<Described> withOtherColor(Described clean, SplittableRandom random) {
    return withLine(
        clean,
        random,
        "(?i).*\\b(red|green|blue|yellow)\\b.*",
        text ->
            text.replaceFirst("(?i)\\b(green|blue)\\b", "pink")
                .replaceFirst("(?i)\\bred\\b", "turquoise")
                .replaceFirst("(?i)\\byellow\\b", "purple"));
  }

  private static Optional<Described> withOtherSide(Described clean, SplittableRandom random) {
    return withLine(
        clean,
        random,
        ".*\\b(on|at) the (\\w+ )?(left|right)\\b.*",
        text ->
            text.contains("left") ? text.replace("left", "right") : text.replace("right", "left"));
  }

  private static Optional<Described> withGuess(Described clean, SplittableRandom random) {
    String[] guesses = {
      "possibly for loading goods", "likely a public one", "which appears to be old"
    };
    String guess = guesses[random.nextInt(3)];
    return withLine(clean, random, ".*", text -> text.replaceFirst("\\.$", ", " + guess + "."));
  }

  private static Optional<Described> withRepeatedLine(Described clean, SplittableRandom random) {
    String other = clean.lines().get(random.nextInt(clean.lines().size())).description();
    return withLine(
            clean.lines().size() < 2 ? null : clean,
            random,
            ".*",
            text -> text.equals(other) ? "" : other)
        .filter(planted -> planted.lines().stream().noneMatch(l -> l.description().isEmpty()));
  }

  private static Optional<Described> withLine(
      Described clean, SplittableRandom random, String where, UnaryOperator<String> change) {
    if (clean == null) {
      return Optional.empty();
    }
    List<RegionLine> fitting =
        clean.lines().stream().filter(line -> line.description().matches(where)).toList();
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    RegionLine line = fitting.get(random.nextInt(fitting.size()));
    return Optional.of(clean.withLine(line, change.apply(line.description())));
  }

  private static Described describe(SyntheticScene scene) {
    PreparedScene looked = PreparedScene.of(scene);
    PreparedImage image = looked.image();
    try (Describer describer = new Describer()) {
      Map<Integer, String> classes =
          image.segments().stream().collect(Collectors.toMap(Segment::mark, Segment::category));
      List<RegionLine> lines =
          RegionLinesParser.parse(answer(describer, looked, Round.DESCRIBE, List.of()), classes)
              .lines();
      GroundedCaption caption =
          GroundedCaptionParser.parse(answer(describer, looked, Round.COMPOSE, lines)).caption();
      return new Described(image, looked.facts(), lines, caption);
    }
  }

  private static String answer(
      Describer describer, Scene scene, Round round, List<RegionLine> lines) {
    return describer
        .ask(new ModelRequest("k", round, 0, "", "", true, scene, lines, List.of(), 2048))
        .join()
        .text();
  }
}
