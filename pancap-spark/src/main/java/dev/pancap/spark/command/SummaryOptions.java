package dev.pancap.spark.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The option {@code --json} of every command that reports something: a mixin. A summary is a
 * record; its components are printed in {@code snake_case}.
 */
public final class SummaryOptions {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--json",
      description = "Print the summary as one JSON object on standard output, and nothing else.")
  private boolean json;

  /** Prints the summary on standard output: as JSON if the user wants it so, else as the text. */
  public void print(Record summary, String text) {
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? toJson(summary) : text);
    out.flush();
  }

  private static String toJson(Record summary) {
    try {
      return JSON.writeValueAsString(summary);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A summary is a record of plain values", e);
    }
  }
}
