package dev.pancap.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxHeaderTest {
  @Test
  void readsNamesTypesAndDimensions() {
    OnnxHeader header = OnnxHeader.read(graph("trained/onnx/decoder_model_merged.onnx"));

    assertThat(header.input("inputs_embeds"))
        .contains(
            new TensorInfo(
                "inputs_embeds", ElementType.FLOAT, List.of(TensorInfo.ANY, TensorInfo.ANY, 64L)));
    assertThat(header.input("attention_mask").orElseThrow().type()).isEqualTo(ElementType.INT64);
    assertThat(header.input("past_key_values.1.value").orElseThrow().dims())
        .containsExactly(TensorInfo.ANY, 2L, TensorInfo.ANY, 16L);
    assertThat(header.outputs()).hasSize(5);
    assertThat(header.domains()).containsExactly("ai.onnx");
  }

  @Test
  void seesHalvesAndFlags() {
    assertThat(
            OnnxHeader.read(graph("parity/idefics3/onnx/decoder_model_merged_fp16.onnx"))
                .input("past_key_values.0.key")
                .orElseThrow()
                .type())
        .isEqualTo(ElementType.FLOAT16);
    assertThat(
            OnnxHeader.read(graph("trained/onnx/vision_encoder.onnx"))
                .input("pixel_attention_mask")
                .orElseThrow()
                .type())
        .isEqualTo(ElementType.BOOL);
  }

  @Test
  void cutFilesAreRefusedOrReadWithoutWhatWasCut() throws IOException {
    byte[] file = Files.readAllBytes(graph("parity/smolvlm/onnx/embed_tokens.onnx"));
    for (int length = 1; length < file.length; length += length < 600 ? 1 : 997) {
      ByteBuffer cut = ByteBuffer.wrap(file, 0, length);
      assertThatThrownBy(() -> OnnxHeader.parse(cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(IOException.class)
          .message()
          .isNotBlank();
    }
  }

  @Test
  void flippedBitsNeverLeaveTheFile() throws IOException {
    byte[] file = Files.readAllBytes(graph("parity/smolvlm/onnx/embed_tokens.onnx"));
    Random random = new Random(3);
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] broken = file.clone();
      int from = round % 2 == 0 ? 0 : broken.length - 400; // lengths stand at both ends
      for (int flip = 0; flip < 3; flip++) {
        broken[from + random.nextInt(400)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        OnnxHeader.parse(ByteBuffer.wrap(broken));
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).as("of 3000 broken files, seed 3").isGreaterThan(100);
  }

  @Test
  void aFileThatIsNoGraphIsOneSentenceThatNamesIt(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("model.onnx"), "version https://git-lfs\n");

    assertThatThrownBy(() -> OnnxHeader.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + " cannot be read as an ONNX graph: ");
    assertThatThrownBy(() -> OnnxHeader.read(folder.resolve("none.onnx")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.onnx cannot be read as an ONNX graph");
  }

  private static Path graph(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  OnnxHeaderTest.class.getResource("/dev/pancap/model/djl/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
