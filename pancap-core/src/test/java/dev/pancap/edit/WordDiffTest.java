package dev.pancap.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.edit.WordDiff.Stretch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordDiffTest {
  @Test
  void bothTextsAreCutWhereTheOtherBeginsOrEndsToLackThem() {
    WordDiff diff = WordDiff.between("A red car and a dog. ", "A car, and two dogs.");

    assertThat(diff.baseStretches())
        .containsExactly(
            new Stretch("A", false),
            new Stretch(" red", true),
            new Stretch(" car and", false),
            new Stretch(" a dog", true),
            new Stretch(".", false),
            new Stretch(" ", true));
    assertThat(diff.otherStretches())
        .containsExactly(
            new Stretch("A car", false),
            new Stretch(",", true),
            new Stretch(" and", false),
            new Stretch(" two dogs", true),
            new Stretch(".", false));
    assertThat(diff.otherStretches().stream().map(Stretch::text).collect(Collectors.joining()))
        .isEqualTo("A car, and two dogs.");
  }

  @Test
  void anEmptyTextHasNoStretches() {
    assertThat(WordDiff.between("", "A car").baseStretches()).isEmpty();
    assertThat(WordDiff.between("", "A car").otherStretches())
        .containsExactly(new Stretch("A car", true));
  }
}
