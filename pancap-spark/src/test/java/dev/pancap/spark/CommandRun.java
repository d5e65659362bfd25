package dev.pancap.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A command that ran in this JVM, in the session of the tests, and what it said. */
public record CommandRun(int exitCode, String out, String err) {

  public static CommandRun of(String... args) {
    return of(Arrays.asList(args));
  }

  public static CommandRun of(List<String> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        PancapCommand.run(new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new));
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /**
   * The arguments of a build over what {@code synth} wrote, with a JSON summary; to be added to.
   */
  public static List<String> buildOf(Path pictures, String out) {
    return new ArrayList<>(
        List.of(
            "build",
            "--images",
            pictures.resolve("images").toString(),
            "--masks",
            pictures.resolve("panoptic").toString(),
            "--annotations",
            pictures.resolve("panoptic.json").toString(),
            "--out",
            out,
            "--json"));
  }

  /** The JSON on standard output of a command that ended well. */
  public JsonNode json() throws IOException {
    assertThat(exitCode).as("standard error: %s", err).isZero();
    return new ObjectMapper().readTree(out);
  }

  /** The one line that a command says when a setting or the input is wrong. */
  public String refusal() {
    assertThat(exitCode).as("standard error: %s", err).isEqualTo(2);
    assertThat(err).hasLineCount(1);
    return err;
  }
}
