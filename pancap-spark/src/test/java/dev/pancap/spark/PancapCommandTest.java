package dev.pancap.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PancapCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return PancapCommand.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  @Test
  void printsItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("pancap 0.").contains("Spark 4.");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpNamesTheFirstCommandToTry() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: pancap", "pancap demo");
  }

  @Test
  void anUnknownOptionIsOneLineAndExitCodeTwo() {
    assertThat(run("--colour")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("pancap: Unknown option: '--colour' (see pancap --help)");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void noCommandIsOneLineAndExitCodeTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("pancap: Say which command to run (see pancap --help)");
  }
}
