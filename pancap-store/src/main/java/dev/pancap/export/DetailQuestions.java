package dev.pancap.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells LLaVA's detailed captions of COCO images from the other rows of a mix: the picture's name
 * is one of COCO's (12 digits, {@code COCO_train2014_} before them or not), there is exactly one
 * human turn, and it is one of the questions of a list.
 */
public final class DetailQuestions {
  private static final Pattern COCO_NAME =
      Pattern.compile("(?:.*/)?(?:COCO_(?:train|val)2014_)?(\\d{12})\\.(?:jpg|jpeg|png)");

  private final Set<String> questions;

  private DetailQuestions(Set<String> questions) {
    this.questions = questions;
  }

  /** The text of the built-in list. */
  public static String builtIn() {
    try (InputStream text =
        Objects.requireNonNull(
            DetailQuestions.class.getResourceAsStream("llava-detail-questions.txt"))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in questions cannot be read", e);
    }
  }

  /**
   * @param text a question a line; lines that start with # are skipped
   * @throws ConfigException if there is no question in it
   */
  public static DetailQuestions parse(String text) {
    Set<String> questions = new HashSet<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> questions.add(bare(line)));
    ConfigException.check(!questions.isEmpty(), "--detail-questions holds no question");
    return new DetailQuestions(questions);
  }

  /** The COCO image whose detailed caption a row is, if it is one. */
  OptionalLong imageOf(JsonNode row) {
    Matcher name = COCO_NAME.matcher(row.path("image").asText());
    if (!name.matches()) {
      return OptionalLong.empty();
    }
    String question = "";
    int asked = 0;
    for (JsonNode turn : row.path("conversations")) {
      if (turn.path("from").asText().equals("human")) {
        question = turn.path("value").asText();
        asked++;
      }
    }
    return asked == 1 && questions.contains(bare(question))
        ? OptionalLong.of(Long.parseLong(name.group(1)))
        : OptionalLong.empty();
  }

  /** The first assistant turn, whose {@code value} is the caption. */
  static Optional<ObjectNode> answer(JsonNode row) {
    for (JsonNode turn : row.path("conversations")) {
      if (turn.path("from").asText().equals("gpt")) {
        return Optional.of((ObjectNode) turn);
      }
    }
    return Optional.empty();
  }

  private static String bare(String question) {
    return question
        .replace("<image>", " ")
        .strip()
        .replaceAll("\\s+", " ")
        .replaceFirst("[.?!]+$", "")
        .toLowerCase(Locale.ROOT);
  }
}
