package dev.pancap.model.openai;

import dev.pancap.config.ConfigReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Settings for tests: the defaults of {@code conf/pancap.yaml} with assignments over them. */
public final class OpenAiConfigs {
  private OpenAiConfigs() {}

  /**
   * @param assignments {@code max-in-flight=3}, without the leading {@code model.openai.}
   */
  public static OpenAiConfig with(String... assignments) {
    List<String> all =
        Stream.concat(
                Stream.of("base-url=http://localhost:1", "model=scripted-vlm"),
                Arrays.stream(assignments))
            .map(assignment -> "model.openai." + assignment)
            .toList();
    return ConfigReader.read(null, "", all).model().openai();
  }
}
