package dev.pancap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.caption.RegionLine;
import dev.pancap.config.ConfigException;
import dev.pancap.config.PromptsConfig;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.SkyPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {
  private static final PreparedImage IMAGE = SkyPicture.of(3, 4, 2);

  @TempDir Path folder;

  private Prompts edited(String file, String text) throws IOException {
    for (String name :
        List.of(
            "round-1-system.txt",
            "round-1-user.txt",
            "round-2-system.txt",
            "round-2-user.txt",
            "ask-again.txt")) {
      Files.writeString(folder.resolve(name), name.equals(file) ? text : "as it is");
    }
    return Prompts.load(new PromptsConfig(folder.toString()));
  }

  @Test
  void theBuiltInPromptsAskTheQuestionsOfTheSlides() {
    Prompts prompts = Prompts.load(new PromptsConfig(""));

    assertThat(prompts.describe(IMAGE).user())
        .startsWith("Could you please describe the details of the image for each region?")
        .contains("3: sky");
    assertThat(
            prompts
                .compose(IMAGE, List.of(new RegionLine(3, "Sky", "Clear and blue.")), List.of())
                .user())
        .contains("merge them into one paragraph in the format of grounded caption?")
        .contains("3: Sky - Clear and blue.")
        .doesNotContain("{{");
  }

  @Test
  void whatWasStruckIsForbidden() {
    assertThat(
            Prompts.load(new PromptsConfig(""))
                .compose(IMAGE, List.of(), List.of("likely slowing down"))
                .user())
        .endsWith("to the same effect: \"likely slowing down\".");
  }

  @Test
  void valuesAreNotTakenForTemplates() throws IOException {
    Prompts prompts = edited("round-2-user.txt", "{{lines}} $1 \\ {{ marks }} {{geometry}}");

    assertThat(
            prompts
                .compose(IMAGE, List.of(new RegionLine(3, "Sky", "{{marks}} $0")), List.of())
                .user())
        .isEqualTo("3: Sky - {{marks}} $0 $1 \\ 3 3: sky, 25.0 % of the picture, box 0 0 2 1");
  }

  @Test
  void anotherWordIsAnotherVersion() throws IOException {
    assertThat(edited("round-2-user.txt", "one").version())
        .hasSize(12)
        .isNotEqualTo(edited("round-2-user.txt", "two").version());
  }

  @Test
  void refusesUnknownVariablesAndMissingFiles() throws IOException {
    assertThatThrownBy(() -> edited("round-1-user.txt", "Describe {{lines}}"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Prompt round-1-user.txt: there is no variable {{lines}}; those there are: classes,"
                + " geometry, marks");
    for (String slip : List.of("Classes", "class2", "marks classes", "")) {
      assertThatThrownBy(() -> edited("round-1-user.txt", "Describe {{ " + slip + " }}"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("there is no variable {{" + slip + "}}");
    }
    Files.delete(folder.resolve("round-1-system.txt"));
    assertThatThrownBy(() -> Prompts.load(new PromptsConfig(folder.toString())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("round-1-system.txt is missing; copy conf/prompts");
  }
}
