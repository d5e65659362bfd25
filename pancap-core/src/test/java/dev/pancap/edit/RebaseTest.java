package dev.pancap.edit;

import static dev.pancap.edit.Rebase.Outcome.CONFLICT;
import static dev.pancap.edit.Rebase.Outcome.KEPT;
import static dev.pancap.edit.Rebase.Outcome.REAPPLIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RebaseTest {
  private static final long SEED = 20261122;

  static Stream<Arguments> threeVersions() {
    String car =
        "A car in motion, likely in the process of slowing down as it approaches the stop sign.";
    return Stream.of(
        arguments(
            "the machine says the same again",
            car,
            "A car is approaching the stop sign.",
            car,
            REAPPLIED,
            "A car is approaching the stop sign."),
        arguments(
            "the machine learnt what the rater said",
            "A large building.",
            "A building.",
            "A building.",
            KEPT,
            "A building."),
        arguments(
            "a removal is made again in a text that changed elsewhere",
            "Lush green trees, possibly ornamental.",
            "Lush green trees.",
            "Dense dark green trees, possibly ornamental.",
            REAPPLIED,
            "Dense dark green trees."),
        arguments(
            "an addition is made again",
            "Red octagonal sign with white text.",
            "Red octagonal sign, upside down, with white text.",
            "Red octagonal sign with white letters.",
            REAPPLIED,
            "Red octagonal sign, upside down, with white letters."),
        arguments(
            "what was removed is gone by itself",
            "A white truck, possibly for loading goods.",
            "A white truck.",
            "A truck in white on the left.",
            KEPT,
            "A truck in white on the left."),
        arguments(
            "the machine says a third thing",
            "A red car.",
            "A blue car.",
            "A green car.",
            CONFLICT,
            "A blue car."),
        arguments(
            "a line that the model skipped and still skips",
            "",
            "A small cup.",
            "",
            REAPPLIED,
            "A small cup."),
        arguments(
            "a line that the model skipped and writes by now",
            "",
            "A small cup.",
            "A tiny mug on the table.",
            CONFLICT,
            "A small cup."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("threeVersions")
  void carriesTheRatersWordOver(
      String name,
      String oldMachine,
      String human,
      String newMachine,
      Rebase.Outcome outcome,
      String text) {
    Rebase.Rebased rebased = Rebase.rebase(oldMachine, human, newMachine);

    assertThat(rebased).isEqualTo(new Rebase.Rebased(outcome, text));
  }

  @Test
  void noRemovedWordComesBackAndNoAddedWordIsLost() {
    SplittableRandom random = new SplittableRandom(SEED);
    int reapplied = 0;
    for (int round = 0; round < 5000; round++) {
      List<String> words = words(random, "w", 4 + random.nextInt(12));
      int cut = random.nextInt(words.size());
      List<String> human = new ArrayList<>(words);
      human.set(cut, "human" + round);
      List<String> machine = new ArrayList<>(words);
      int changed = random.nextInt(words.size());
      machine.set(changed, "machine" + round);

      Rebase.Rebased rebased =
          Rebase.rebase(
              String.join(" ", words), String.join(" ", human), String.join(" ", machine));

      assertThat(rebased.text().split(" "))
          .as("seed %d, round %d", SEED, round)
          .contains("human" + round)
          .doesNotContain(words.get(cut));
      if (changed == cut) {
        assertThat(rebased.outcome()).as("round %d", round).isEqualTo(CONFLICT);
      } else if (rebased.outcome() == REAPPLIED) {
        assertThat(rebased.text()).as("round %d", round).contains("machine" + round);
        reapplied++;
      }
    }
    assertThat(reapplied).isGreaterThan(3500);
  }

  private static List<String> words(SplittableRandom random, String prefix, int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(prefix + i + "x" + random.nextInt(1000));
    }
    return words;
  }
}
