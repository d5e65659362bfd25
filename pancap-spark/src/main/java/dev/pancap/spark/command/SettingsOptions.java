package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.config.ConfigReader;
import dev.pancap.config.PancapConfig;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads settings: a mixin. */
public final class SettingsOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file with the settings that differ from conf/pancap.yaml.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "One setting, such as model.engine=describer. May be given several times.")
  private List<String> assignments = new ArrayList<>();

  /**
   * The settings: defaults, overlaid by the file, overlaid by the assignments.
   *
   * @throws ConfigException if the file cannot be read or a setting is wrong
   */
  public PancapConfig read() {
    return read(List.of());
  }

  /** As {@link #read()}, overlaid by what options of the command itself set. */
  PancapConfig read(List<String> further) {
    List<String> all = new ArrayList<>(assignments);
    all.addAll(further);
    if (file == null) {
      return ConfigReader.read(null, "", all);
    }
    try {
      return ConfigReader.read(Files.readString(file), file.toString(), all);
    } catch (NoSuchFileException e) {
      throw new ConfigException("--config " + file + " does not exist", e);
    } catch (MalformedInputException e) {
      throw new ConfigException("--config " + file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigException("--config " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
