package dev.pancap.spark.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --out} of every command that evaluates something: a mixin. */
public final class ResultOptions {
  private static final JsonMapper JSON = new JsonMapper();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the figures as JSON. Without it they are only printed.")
  private @Nullable Path file;

  /**
   * Prints the table and writes the figures.
   *
   * @throws ConfigException if the file cannot be written
   */
  public void write(JsonNode result, String table) {
    PrintWriter out = command.commandLine().getOut();
    out.println(table.stripTrailing());
    out.flush();
    if (file == null) {
      return;
    }
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      Files.writeString(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(result) + "\n");
    } catch (IOException e) {
      throw new ConfigException("--out %s cannot be written: %s".formatted(file, e), e);
    }
  }
}
