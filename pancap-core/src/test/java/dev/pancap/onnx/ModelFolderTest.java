package dev.pancap.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  @TempDir Path path;
  private ModelFolder folder;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(path.resolve("onnx"));
    folder = ModelFolder.open(path.toString(), "model.djl.folder");
  }

  @Test
  void readsValuesByTheirPath() throws IOException {
    write(
        "config.json",
        """
        {"text_config": {"hidden_size": 64}, "eos": [3, 4], "one": 5, "mean": [0.5, 1],
         "bos_token": {"content": "<s>"}, "names": {"0": "cat", "1": "dog"},
         "added": [{"content": "<a>"}, {"other": 1}], "flag": true, "none": null}
        """);
    ConfigFile config = folder.config("config.json");

    assertThat(config.integer("text_config.hidden_size")).isEqualTo(64);
    assertThat(config.integers("eos")).containsExactly(3L, 4L);
    assertThat(config.integers("one")).containsExactly(5L);
    assertThat(config.numbers("mean")).containsExactly(0.5, 1.0);
    assertThat(config.text("bos_token")).isEqualTo("<s>");
    assertThat(config.textsByKey("names").values()).containsExactly("cat", "dog");
    assertThat(config.textsOf("added", "content")).containsExactly("<a>");
    assertThat(config.optionalFlag("flag")).contains(true);
    assertThat(config.optionalInteger("none")).isEmpty();
    assertThat(config.section("text_config").orElseThrow().integer("hidden_size")).isEqualTo(64);
  }

  @Test
  void whatIsMissingOrWrongIsOneSentenceThatNamesFileAndPlace() throws IOException {
    write("config.json", "{\"size\": \"large\"}");
    write("broken.json", "{\n\"size\":");
    write("list.json", "[1]");
    ConfigFile config = folder.config("config.json");

    assertMistake(() -> config.integer("size"), "config.json: size must be a whole number, found");
    assertMistake(() -> config.integer("a.b"), "config.json: a.b is missing");
    assertMistake(() -> folder.config("none.json"), "none.json is missing; the model's folder");
    assertMistake(() -> folder.config("broken.json"), "broken.json is not JSON (line 2)");
    assertMistake(() -> folder.config("list.json"), "list.json is not a JSON object");
    assertMistake(
        () -> ModelFolder.open("/nowhere/at/all", "model.djl.folder"),
        "model.djl.folder: there is no folder /nowhere/at/all on this machine");
    assertMistake(() -> ModelFolder.open(" ", "model.djl.folder"), "model.djl.folder is empty");
  }

  @Test
  void aMissingGraphListsTheVariantsThatAreThere() throws IOException {
    write("onnx/decoder_model_merged_q4.onnx", "x");
    write("onnx/decoder_model_merged.onnx", "x");
    write("onnx/vision_encoder.onnx", "x");

    assertThat(folder.graph("decoder_model_merged", "_q4")).exists();
    assertMistake(
        () -> folder.graph("decoder_model_merged", "_int8"),
        "decoder_model_merged_int8.onnx is missing; variants there, by suffix: (none), _q4");
    assertMistake(
        () -> folder.graph("embed_tokens", ""),
        "embed_tokens.onnx is missing; the folder has no variant of it");
  }

  @Test
  void theFingerprintFollowsContentAndSideFiles() throws IOException {
    write("onnx/a.onnx", "weights");
    List<Path> files = List.of(folder.resolve("onnx/a.onnx"), folder.resolve("config.json"));
    String before = folder.fingerprint(files);

    write("onnx/a.onnx_data", "more");
    String withSideFile = folder.fingerprint(files);
    write("onnx/a.onnx_data", "MORE");

    assertThat(before).isNotEqualTo(withSideFile);
    assertThat(folder.fingerprint(files)).isNotEqualTo(withSideFile);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(path.resolve(name), content);
  }

  private static void assertMistake(ThrowingCallable action, String message) {
    assertThatThrownBy(action)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
