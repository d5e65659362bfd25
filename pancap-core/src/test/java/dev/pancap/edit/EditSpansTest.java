package dev.pancap.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EditSpansTest {
  private static final long SEED = 7;
  private static final String[] WORDS = {"a", "red", "car", ",", "  dog", "\uD83D\uDE97", "it's"};

  @Test
  void spansLeadFromTheBaseToTheResultAndBack() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 3000; round++) {
      String base = text(random);
      String result = text(random);
      assertThat(EditSpans.apply(base, EditSpans.between(base, result)))
          .as("seed %d, round %d: '%s' to '%s'", SEED, round, base, result)
          .isEqualTo(result);
    }
  }

  @Test
  void offsetsCountCodePoints() {
    assertThat(EditSpans.between("\uD83D\uDE97 is red", "\uD83D\uDE97 is blue"))
        .containsExactly(
            new EditSpan(EditOperation.REMOVE, 4, 8, " red"),
            new EditSpan(EditOperation.ADD, 8, 8, " blue"));
  }

  @Test
  void whatWasStruckIsKnown() {
    String base = "A car, likely slowing down.";
    EditSpan struck = new EditSpan(EditOperation.HALLUCINATION, 5, 26, ", likely slowing down");

    EditRecord edit =
        new EditRecord(
            1, 6, EditTarget.REGION_LINE, base, List.of(struck), "A car.", "ann", 0, "review");

    assertThat(EditSpans.struck(edit.spans())).containsExactly("likely slowing down");
    assertThat(edit.baseHash()).isEqualTo(EditRecord.hashOf(base));
  }

  @Test
  void whatIsStruckWithinALongerRemovalIsAHallucinationAndTheRestIsNot() {
    assertThat(
            EditSpans.between(
                "A car in motion, likely slowing down.", "A car.", List.of("likely slowing")))
        .containsExactly(
            new EditSpan(EditOperation.REMOVE, 5, 17, " in motion, "),
            new EditSpan(EditOperation.HALLUCINATION, 17, 31, "likely slowing"),
            new EditSpan(EditOperation.REMOVE, 31, 36, " down"));
  }

  @Test
  void refusesSpansThatDoNotFitTheText() {
    assertThatThrownBy(
            () ->
                EditSpans.apply("A car.", List.of(new EditSpan(EditOperation.REMOVE, 2, 5, "dog"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("At 2 to 5 the text does not say what the span removes");
    assertThatThrownBy(
            () -> EditSpans.apply("A", List.of(new EditSpan(EditOperation.REMOVE, 0, 5, "A car"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leaves a text of 1 code points");
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(i % 3 == 0 ? "" : " ");
    }
    return text.toString();
  }
}
