package dev.pancap.eval.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the input files of metrics. All methods throw a {@link ConfigException} with the file's
 * name if it is missing or not what it claims to be.
 */
public final class InputFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private InputFile() {}

  /** A file that is one JSON object. */
  public static InputRecord document(Path file) {
    JsonNode tree = parse(text(file), file.toString());
    ConfigException.check(tree.isObject(), "%s must be a JSON object", file);
    return new InputRecord((ObjectNode) tree, file.toString());
  }

  /** A file that is a JSON list of objects, or one object a line. */
  public static List<InputRecord> records(Path file) {
    String text = text(file);
    return text.stripLeading().startsWith("[") ? list(text, file) : lines(text, file);
  }

  /** Whether the file is one JSON object, not a list and not several lines of objects. */
  public static boolean isDocument(Path file) {
    String text = text(file).strip();
    if (!text.startsWith("{")) {
      return false;
    }
    try {
      return JSON.readTree(text).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Parses a JSON object that stands in a text field. */
  public static InputRecord nested(InputRecord record, String field) {
    String where = record.where() + ", " + field;
    JsonNode tree = parse(record.text(field), where);
    if (!tree.isObject()) {
      throw record.complaint(field, "a text that holds a JSON object");
    }
    return new InputRecord((ObjectNode) tree, where);
  }

  /** The lines of a text file, without their ends. */
  public static List<String> textLines(Path file) {
    return text(file).lines().toList();
  }

  /** The files of a folder with an ending, by name. */
  public static List<Path> inFolder(Path folder, String ending) {
    ConfigException.check(Files.isDirectory(folder), "%s is not a folder", folder);
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
      ConfigException.check(!found.isEmpty(), "%s holds no %s file", folder, ending);
      return found;
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(folder, e), e);
    }
  }

  private static List<InputRecord> list(String text, Path file) {
    JsonNode tree = parse(text, file.toString());
    List<InputRecord> records = new ArrayList<>(tree.size());
    for (JsonNode element : tree) {
      String where = "%s, record %d".formatted(file, records.size() + 1);
      ConfigException.check(element.isObject(), "%s must be an object", where);
      records.add(new InputRecord((ObjectNode) element, where));
    }
    return records;
  }

  private static List<InputRecord> lines(String text, Path file) {
    List<InputRecord> records = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String where = "%s, line %d".formatted(file, number);
      JsonNode tree = parse(line, where);
      ConfigException.check(tree.isObject(), "%s must be a JSON object", where);
      records.add(new InputRecord((ObjectNode) tree, where));
    }
    return records;
  }

  private static JsonNode parse(String text, String where) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          "%s is not JSON: %s (line %d, column %d)"
              .formatted(
                  where,
                  e.getOriginalMessage().lines().findFirst().orElse(""),
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr()),
          e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + " does not exist", e);
    } catch (MalformedInputException e) {
      throw new ConfigException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(file, e), e);
    }
  }
}
