package dev.pancap.export;

import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The questions of a LLaVA export, from an editable text: a head {@code [kind]}, then a line each.
 */
public final class LlavaTemplates {
  private static final Map<String, String> NEEDED =
      Map.of(
          "caption", "",
          "pgc", "",
          "t2i", "{caption}",
          "referring", "{phrase}",
          "count", "{nouns}",
          "presence", "{noun}",
          "kind", "{box}",
          "place", "{noun}");

  private final Map<String, List<String>> byKind;

  private LlavaTemplates(Map<String, List<String>> byKind) {
    this.byKind = byKind;
  }

  /** The text of the built-in templates. */
  public static String builtIn() {
    try (InputStream text =
        Objects.requireNonNull(LlavaTemplates.class.getResourceAsStream("llava-templates.txt"))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in templates cannot be read", e);
    }
  }

  /**
   * @throws ConfigException if a kind is missing or unknown, or a template lacks its placeholder
   */
  public static LlavaTemplates parse(String text) {
    Map<String, List<String>> byKind = new LinkedHashMap<>();
    List<String> current = null;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        String kind = line.substring(1, line.length() - 1);
        ConfigException.check(NEEDED.containsKey(kind), "Templates know no kind [%s]", kind);
        current = byKind.computeIfAbsent(kind, unseen -> new ArrayList<>());
        continue;
      }
      if (current == null) {
        throw new ConfigException("Templates must start with a kind such as [caption]: " + line);
      }
      current.add(line);
    }
    NEEDED.forEach((kind, placeholder) -> check(kind, placeholder, byKind.get(kind)));
    return new LlavaTemplates(byKind);
  }

  private static void check(String kind, String placeholder, @Nullable List<String> templates) {
    if (templates == null || templates.isEmpty()) {
      throw new ConfigException("Templates have none of the kind [%s]".formatted(kind));
    }
    for (String template : templates) {
      ConfigException.check(
          template.contains(placeholder),
          "A template [%s] needs %s: %s",
          kind,
          placeholder,
          template);
    }
  }

  /** A template of a kind. */
  String draw(String kind, RandomGenerator random) {
    List<String> templates = Objects.requireNonNull(byKind.get(kind), kind);
    return templates.get(random.nextInt(templates.size()));
  }
}
