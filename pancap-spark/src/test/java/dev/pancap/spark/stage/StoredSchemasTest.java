package dev.pancap.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.store.ReleaseFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A table whose columns change shows up in review: as a change of a text file. */
class StoredSchemasTest {
  private static String expected(String name) throws IOException {
    try (InputStream text =
        Objects.requireNonNull(StoredSchemasTest.class.getResourceAsStream(name))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theOutcomesTableHasTheColumnsWrittenDown() throws IOException {
    assertThat(RecordEncoders.of(ImageOutcome.class).schema().treeString())
        .isEqualTo(expected("outcomes-schema.txt"));
  }

  @Test
  void aReleaseHasTheColumnsWrittenDown() throws IOException {
    assertThat(ReleaseFile.schema()).isEqualTo(expected("release-schema.txt"));
  }
}
