package dev.pancap.facts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How a class is called in a sentence, from the resource {@code class-nouns.txt}.
 *
 * @param singular without article: {@code brick wall}
 * @param plural {@code brick walls}
 */
public record ClassNoun(String singular, String plural, Form form) {

  /** How a noun behaves. */
  public enum Form {
    /** A car, two cars. */
    COUNT,
    /** A pair of skis, two pairs of skis. */
    PAIR,
    /** Grass. */
    MASS,
    /** Stairs. */
    PLURAL
  }

  private static final Map<String, ClassNoun> BY_CLASS = load();

  /** The noun of a class by its published name; a class that is not COCO's is its own noun. */
  public static ClassNoun of(String category) {
    ClassNoun known = BY_CLASS.get(category);
    if (known != null) {
      return known;
    }
    String name = category.replaceAll("[-_<>:]+", " ").strip().toLowerCase(Locale.ROOT);
    String noun = name.isEmpty() ? "object" : name;
    return new ClassNoun(noun, noun.endsWith("s") ? noun : noun + "s", Form.COUNT);
  }

  private static Map<String, ClassNoun> load() {
    Map<String, ClassNoun> nouns = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(ClassNoun.class.getResourceAsStream("class-nouns.txt")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] cells = line.split(" \\| ");
          nouns.put(
              cells[0],
              new ClassNoun(
                  cells[1], cells[2], Form.valueOf(cells[3].strip().toUpperCase(Locale.ROOT))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The nouns of the classes cannot be read", e);
    }
    return nouns;
  }
}
