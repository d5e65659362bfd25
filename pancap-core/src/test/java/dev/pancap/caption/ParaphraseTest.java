package dev.pancap.caption;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParaphraseTest {
  @ParameterizedTest
  @CsvSource({
    // The case of the slides.
    "likely slowing down,  A red car is likely slowing down.",
    "likely slowing down,  The car is probably slowing down at the crossing.",
    "likely slowing down,  It probably slows down.",
    "likely slowing down,  It seems to be slowing.",
    "likely slowing down,  It appears to have slowed.",
    "likely slowing down,  'Perhaps the car, which slows'",
    // Forms that no ending tells.
    "about to leave,       The bus left about noon.",
    "running towards them, A dog ran towards a child.",
    "holding a knife,      Two knives are held.",
    "white geese,          A white goose and two ducks",
    "happy children,       A child looks happily at the sea.",
    "gentle,               The wind blows gently.",
    "flying,               A kite flew by.",
    // Nothing but words without a meaning of their own.
    "by the,               It stands by the wall."
  })
  void whatSaysTheSameInOtherFormsIsFound(String struck, String text) {
    assertThat(Paraphrase.says(text, struck)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "likely slowing down,  A red car is slowing down.",
    "likely slowing down,  A slow car is parked on the road while a man likely waits for it.",
    "holding a knife,      A knife lies on a board.",
    "running towards them, A dog sits.",
    "red,                  A reddish wall",
    "by the,               It stands near a wall."
  })
  void whatSaysSomethingElseIsNot(String struck, String text) {
    assertThat(Paraphrase.says(text, struck)).isFalse();
  }
}
