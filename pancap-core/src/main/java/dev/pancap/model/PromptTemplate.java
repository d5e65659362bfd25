package dev.pancap.model;

import dev.pancap.config.ConfigException;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt with places for variables, written {@code {{name}}}.
 *
 * @param name where it comes from, for messages
 * @param text the template, without the line break at its end
 */
public record PromptTemplate(String name, String text) implements Serializable {
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}\\n]*?)\\s*}}");

  /**
   * @param known the variables that may stand in it
   * @throws ConfigException if the template names another variable
   */
  public static PromptTemplate parse(String name, String text, Set<String> known) {
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      ConfigException.check(
          known.contains(matcher.group(1)),
          "Prompt %s: there is no variable {{%s}}; those there are: %s",
          name,
          matcher.group(1),
          String.join(", ", new TreeSet<>(known)));
    }
    return new PromptTemplate(name, text.strip());
  }

  /**
   * The template with its variables filled in; blank lines that empty variables leave are closed.
   *
   * @throws IllegalArgumentException if a variable has no value
   */
  public String render(Map<String, String> values) {
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder rendered = new StringBuilder();
    while (matcher.find()) {
      String value = values.get(matcher.group(1));
      if (value == null) {
        throw new IllegalArgumentException("No value for {{" + matcher.group(1) + "}}");
      }
      matcher.appendReplacement(rendered, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(rendered);
    return rendered.toString().replaceAll("\n{3,}", "\n\n").strip();
  }

  /** Identifies the template's text; its name does not count. */
  public String hash() {
    return RequestKey.start().with("template", text).hex();
  }
}
