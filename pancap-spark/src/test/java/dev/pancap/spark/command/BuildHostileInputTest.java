package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.spark.PancapCommand;
import dev.pancap.spark.SparkTest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SparkTest
class BuildHostileInputTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void drawPictures() throws IOException {
    new SynthWriter(new SynthSettings(16, 7, 160, 120, 1), folder.resolve("in")).write(done -> {});
  }

  private int build(Path images, Path masks, Path annotations) {
    return PancapCommand.run(
        new PrintWriter(out),
        new PrintWriter(err),
        "build",
        "--images",
        images.toString(),
        "--masks",
        masks.toString(),
        "--annotations",
        annotations.toString(),
        "--out",
        folder.resolve("out").toString(),
        "--set",
        "run.max-quarantined-share=1",
        "--json");
  }

  private Path picture(int id) {
    return folder.resolve("in/images/%012d.jpg".formatted(id));
  }

  private Path mask(int id) {
    return folder.resolve("in/panoptic/%012d.png".formatted(id));
  }

  private static void cut(Path file, int keep) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), keep));
  }

  /** A whole and well-formed PNG header that promises 100,000 x 100,000 pixels. */
  private static void promiseTooMuch(Path png) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(png));
    bytes.putInt(16, 100_000).putInt(20, 100_000);
    CRC32 sum = new CRC32();
    sum.update(bytes.array(), 12, 17);
    bytes.putInt(29, (int) sum.getValue());
    Files.write(png, bytes.array());
  }

  private void spoil(ObjectNode file) throws IOException {
    ArrayNode images = (ArrayNode) file.get("images");
    ArrayNode annotations = (ArrayNode) file.get("annotations");
    cut(picture(1), 500);
    Files.write(picture(2), new byte[0]);
    cut(mask(3), 200);
    promiseTooMuch(mask(4));
    Files.writeString(mask(5), "<html>not found</html>");
    Files.delete(picture(6));
    annotations.add(annotations.get(6).deepCopy());
    ((ObjectNode) annotations.get(7)).remove("segments_info");
    ((ObjectNode) images.get(8)).put("file_name", "../../etc/passwd");
    String smile = "🙂 <b>ü.jpg";
    Files.move(picture(10), picture(10).resolveSibling(smile));
    ((ObjectNode) images.get(9)).put("file_name", smile);
    ((ObjectNode) annotations.get(10).get("segments_info").get(0)).put("category_id", 999);
    ((ObjectNode) annotations.get(11).get("segments_info").get(0)).put("area", Double.NaN);
    Files.copy(picture(14), mask(13), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    images.add(JSON.createObjectNode().put("file_name", "nameless.jpg"));
  }

  @Test
  void everySpoiltImageEndsAsATypedRowAndTheOthersArePublished() throws IOException {
    Path json = folder.resolve("in/panoptic.json");
    ObjectNode file = (ObjectNode) JSON.readTree(json.toFile());
    spoil(file);
    // Jackson writes NaN as a string; what Python writes is the bare word.
    Files.writeString(json, JSON.writeValueAsString(file).replace("\"NaN\"", "NaN"));

    int exit = build(folder.resolve("in/images"), folder.resolve("in/panoptic"), json);

    assertThat(exit).as("standard error: %s", err).isZero();
    JsonNode summary = JSON.readTree(out.toString());
    Map<Long, String> reasons = new TreeMap<>();
    for (String line :
        Files.readAllLines(
            Path.of(summary.get("release").asText(), "quarantine/quarantine.jsonl"))) {
      JsonNode rejection = JSON.readTree(line);
      reasons.put(
          rejection.get("image_id").asLong(),
          rejection.get("stage").asText() + " " + rejection.get("reason").asText());
    }
    assertThat(reasons)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry(-1L, "read ANNOTATION_MALFORMED"),
                Map.entry(1L, "prepare IMAGE_UNREADABLE"),
                Map.entry(2L, "prepare IMAGE_UNREADABLE"),
                Map.entry(3L, "prepare MASK_UNREADABLE"),
                Map.entry(4L, "prepare MASK_TOO_LARGE"),
                Map.entry(5L, "prepare MASK_UNREADABLE"),
                Map.entry(6L, "prepare IMAGE_MISSING"),
                Map.entry(7L, "read ANNOTATION_DUPLICATE"),
                Map.entry(8L, "read ANNOTATION_MALFORMED"),
                Map.entry(9L, "read FILE_NAME_UNSAFE"),
                Map.entry(11L, "prepare CATEGORY_UNKNOWN"),
                Map.entry(12L, "read ANNOTATION_MALFORMED"),
                Map.entry(13L, "prepare MASK_UNREADABLE")));
    assertThat(summary.get("in").asInt()).isEqualTo(17);
    assertThat(summary.get("published").asInt()).isEqualTo(4);
  }

  static Stream<Arguments> wrongInputs() {
    return Stream.of(
        arguments("nowhere", "in/panoptic", "in/panoptic.json", "does not exist"),
        arguments("empty", "in/panoptic", "in/panoptic.json", "is empty"),
        arguments("in/panoptic.json", "in/panoptic", "in/panoptic.json", "is a file"),
        arguments("in/panoptic", "in/panoptic", "in/panoptic.json", "is it the right folder?"),
        arguments("in/images", "in/images", "in/panoptic.json", "is it the right folder?"),
        arguments("in/images", "in/panoptic", "in/nowhere.json", "does not exist"),
        arguments("in/images", "in/panoptic", "in/images", "is a folder"),
        arguments("in/images", "in/panoptic", "broken.json", "(line 2, column"),
        arguments("in/images", "in/panoptic", "strangers.json", "no annotation has the image id"));
  }

  @ParameterizedTest
  @MethodSource("wrongInputs")
  void aWrongInputIsOneLineAndExitCodeTwo(
      String images, String masks, String annotations, String message) throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    Files.writeString(folder.resolve("broken.json"), "{\"images\":[\n{\"id\":1,,}]}");
    Files.writeString(
        folder.resolve("strangers.json"),
        """
        {"images":[{"id":1,"file_name":"000000000001.jpg"}],
         "annotations":[{"image_id":2,"file_name":"000000000002.png","segments_info":[]}]}
        """,
        StandardCharsets.UTF_8);

    int exit = build(folder.resolve(images), folder.resolve(masks), folder.resolve(annotations));

    assertThat(exit).as("standard error: %s", err).isEqualTo(2);
    assertThat(err.toString().strip())
        .startsWith("pancap: ")
        .contains(message)
        .doesNotContain("\n");
    assertThat(out.toString()).isEmpty();
    assertThat(folder.resolve("out/releases")).doesNotExist();
  }
}
