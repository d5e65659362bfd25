package dev.pancap.caption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionGateTest {
  private static final int SKY = 187;
  private static final int ROAD = 149;
  private static final int CAR = 3;
  private static final int DOG = 18;
  private static final int TABLE = 189;

  /** Marks 1, 2, … of these categories. */
  private static PreparedImage image(int... categories) {
    List<Segment> segments = new ArrayList<>();
    for (int category : categories) {
      int mark = segments.size() + 1;
      boolean isThing = category < 92;
      segments.add(
          new Segment(
              mark,
              mark,
              category,
              "class " + category,
              isThing,
              false,
              1,
              new BoundingBox(0, 0, 1, 1),
              "01",
              0,
              0,
              true,
              null));
    }
    return new PreparedImage(
        1, "1.jpg", "train", 1, 1, "1.jpg", "1.png", segments, List.of(), "i", "m");
  }

  private static final PreparedImage STREET = image(SKY, ROAD, CAR, DOG);

  private static List<Finding> check(String caption, StruckWords... struck) {
    return CaptionGate.check(
        GroundedCaptionParser.parse(caption), STREET, new GateContext(List.of(struck), Set.of()));
  }

  private static List<GateRule> rules(String caption, StruckWords... struck) {
    return check(caption, struck).stream().map(Finding::rule).toList();
  }

  @Test
  void aGoodCaptionHasNoFinding() {
    assertThat(
            rules(
                "Under <1: a clear blue sky>, <3: a red car> stands on <2: the asphalt>"
                    + " beside <4: a brown puppy>."))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EMPTY            | ''",
        "NO_TAG           | 'A red car on a road.'",
        "BROKEN_TAG       | 'Here is <3: a car.'",
        "VOID_MARK        | 'Here is <0: a car>.'",
        "UNKNOWN_MARK     | 'Here is <9: a car>.'",
        "CUT_OFF          | 'Here is <3: a car> that stands on the'",
        "REPETITION       | '<3: A car> is here. It is a red car. It is a red car. It is a red car.'",
        "PROMPT_LEFTOVER  | 'Here is <3: a car>, grounded by the mask numbers.'",
        "CLASS_MISMATCH   | 'Here is <3: a giraffe with a long neck>.'",
        "REPAIRED_TAG     | 'Here is <3,3: a car>.'",
        "UNMENTIONED_THING| 'Here is <3: a car>.'"
      })
  void eachRuleFindsItsCase(GateRule rule, String caption) {
    assertThat(rules(caption)).contains(rule);
  }

  @Test
  void anOverlongCaptionIsAFault() {
    assertThat(rules("<3: A car>" + " is here".repeat(500) + ".")).contains(GateRule.TOO_LONG);
  }

  @Test
  void idsThatStartAtZeroAreNamedAsAShift() {
    List<Finding> findings =
        check("Under <0: the sky>, on <1: the road>, <2: a car> passes <3: a dog>.");

    assertThat(findings)
        .extracting(Finding::rule)
        .contains(GateRule.SHIFTED_MARKS, GateRule.VOID_MARK);
    assertThat(findings)
        .filteredOn(finding -> finding.rule() == GateRule.SHIFTED_MARKS)
        .singleElement()
        .extracting(Finding::detail)
        .isEqualTo(
            "the numbers are one too low: 4 of 4 phrases fit the region numbered one higher, 0 fit"
                + " as written");
  }

  @Test
  void equalNeighboursAreNoShift() {
    PreparedImage cars = image(CAR, CAR, CAR, CAR);
    List<Finding> findings =
        CaptionGate.check(
            GroundedCaptionParser.parse("<1: A car>, <2: a car>, <3: a car> and <4: a car>."),
            cars,
            GateContext.NONE);

    assertThat(findings).isEmpty();
  }

  @Test
  void aDiningTableIsNoContradictionOfATable() {
    assertThat(ClassWords.contradicts("a wooden coffee table equipped with glasses", TABLE))
        .isFalse();
    assertThat(ClassWords.contradicts("a serving of French fries", 196)).isFalse();
    assertThat(ClassWords.contradicts("The floor is neutral-toned", 118)).isFalse();
    assertThat(ClassWords.contradicts("additional people", 1)).isFalse();
    assertThat(ClassWords.contradicts("a black cat", DOG)).isTrue();
  }

  @Test
  void whatThePaperStruckFromTheCarDoesNotReturn() {
    StruckWords struck = new StruckWords(3, "in motion, likely in the process of slowing down");

    assertThat(rules("<3: A car> is here, likely slowing down, in motion.", struck))
        .contains(GateRule.STRUCK_WORDS);
    assertThat(
            rules(
                "Approaching the stop sign is <3: a car>, likely slowing down.",
                new StruckWords(3, "likely slowing down")))
        .contains(GateRule.STRUCK_WORDS);
    assertThat(
            rules(
                "<3: A car> approaches and is probably about to slow down.",
                new StruckWords(3, "likely slowing down")))
        .contains(GateRule.STRUCK_WORDS);
    assertThat(
            rules(
                "<3: A car> approaches the stop sign.", new StruckWords(3, "likely slowing down")))
        .doesNotContain(GateRule.STRUCK_WORDS);
  }

  @Test
  void oneStruckWordIsForbiddenOnlyWhereItsRegionIsNamed() {
    StruckWords struck = new StruckWords(3, "large");

    assertThat(rules("<4: A large dog> runs. <3: A car> stands.", struck))
        .doesNotContain(GateRule.STRUCK_WORDS);
    assertThat(rules("<4: A dog> runs. <3: A large car> stands.", struck))
        .contains(GateRule.STRUCK_WORDS);
  }
}
