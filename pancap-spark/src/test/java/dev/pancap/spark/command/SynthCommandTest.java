package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.spark.PancapCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... args) {
    return PancapCommand.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  @Test
  void drawsPicturesAndSaysSoAsJson() throws IOException {
    String target = folder.resolve("pictures").toString();
    assertThat(run("synth", "--images", "3", "--out", target, "--size", "64x48", "--json"))
        .isZero();
    JsonNode summary = new ObjectMapper().readTree(out.toString());
    assertThat(summary.get("images").asInt()).isEqualTo(3);
    assertThat(summary.get("segments").asInt()).isPositive();
    assertThat(summary.get("image_bytes").asLong()).isPositive();
    assertThat(Files.size(folder.resolve("pictures/images/000000000003.jpg"))).isPositive();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void anotherSeedDrawsOtherPictures() throws IOException {
    for (String seed : new String[] {"1", "2"}) {
      run(
          "synth",
          "--images",
          "1",
          "--seed",
          seed,
          "--size",
          "64x48",
          "--out",
          folder.resolve(seed).toString());
    }
    String name = "images/000000000001.jpg";
    assertThat(Files.readAllBytes(folder.resolve("1").resolve(name)))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("2").resolve(name)));
  }

  @Test
  void wrongSizesNumbersAndFoldersAreOneLineAndExitCodeTwo() throws IOException {
    String target = folder.resolve("new").toString();
    assertThat(run("synth", "--images", "3", "--out", target, "--size", "large")).isEqualTo(2);
    assertThat(run("synth", "--images", "0", "--out", target)).isEqualTo(2);
    Files.createFile(folder.resolve("there"));
    assertThat(run("synth", "--images", "1", "--out", folder.toString())).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("expected a size such as 640x480, found 'large'"),
            line -> assertThat(line).contains("--images must be between 1 and 10000000: 0"),
            line ->
                assertThat(line).contains("is not empty: name a new folder, or empty this one"));
    assertThat(folder.resolve("new")).doesNotExist();
  }
}
