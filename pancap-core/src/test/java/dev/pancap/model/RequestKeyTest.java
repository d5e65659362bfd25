package dev.pancap.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestKeyTest {
  @Test
  void equalPartsGiveEqualKeys() {
    assertThat(RequestKey.start().with("prompt", "Describe").with("width", 640).hex())
        .isEqualTo(RequestKey.start().with("prompt", "Describe").with("width", 640).hex())
        .hasSize(64);
  }

  @Test
  void whereOnePartEndsAndTheNextBeginsMatters() {
    assertThat(RequestKey.start().with("a", "bc").with("d", "e").hex())
        .isNotEqualTo(RequestKey.start().with("a", "b").with("cd", "e").hex());
  }
}
