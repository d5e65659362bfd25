package dev.pancap.spark.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.segment.FoundAnnotation;
import dev.pancap.segment.FoundAnnotationsJson;
import dev.pancap.segment.Segmentation;
import dev.pancap.spark.CommandRun;
import dev.pancap.spark.SparkTest;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of flat colours, and a network that knows these colours. */
@SparkTest
class SegmentCommandTest {
  private static final int PICTURES = 7;
  private static final int[] COLOURS = {0x0000FF, 0xFF0000, 0x00FF00, 0xFFFF00};
  private static final String[] CLASSES = {"sky-other-merged", "car", "grass-merged", "person"};

  @TempDir Path folder;

  @BeforeEach
  void drawPicturesAndTheirTruth() throws IOException {
    Files.createDirectories(folder.resolve("images"));
    Files.createDirectories(folder.resolve("truth"));
    List<PictureEntry> pictures = new ArrayList<>();
    List<AnnotationEntry> annotations = new ArrayList<>();
    Random random = new Random(4);
    for (int id = 1; id <= PICTURES; id++) {
      int width = 40 + 20 * (id % 3);
      int height = 30;
      int[] kinds = draw(random, width, height);
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      int[] ids = new int[kinds.length];
      for (int pixel = 0; pixel < kinds.length; pixel++) {
        image.setRGB(pixel % width, pixel / width, COLOURS[kinds[pixel]]);
        ids[pixel] = kinds[pixel] + 1;
      }
      String name = "%012d.png".formatted(id);
      ImageIO.write(image, "png", folder.resolve("images/" + name).toFile());
      AnnotationEntry annotation = FoundAnnotation.of(id, name, truth(width, height, ids));
      Files.write(folder.resolve("truth/" + annotation.maskFile()), annotation.maskPng());
      pictures.add(new PictureEntry(id, name, width, height));
      annotations.add(annotation);
    }
    try (OutputStream out = Files.newOutputStream(folder.resolve("truth.json"));
        FoundAnnotationsJson json = new FoundAnnotationsJson(out, "the pencil", "")) {
      for (PictureEntry picture : pictures) {
        json.picture(picture);
      }
      for (AnnotationEntry annotation : annotations) {
        json.annotation(annotation);
      }
      json.finish(CategoryTable.coco());
    }
  }

  /** Sky over grass, a car and a person in front. */
  private static int[] draw(Random random, int width, int height) {
    int[] kinds = new int[width * height];
    int carX = random.nextInt(width - 12);
    int personX = random.nextInt(width - 6);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int kind = y < height / 2 ? 0 : 2;
        kind = x >= carX && x < carX + 12 && y > 12 && y < 22 ? 1 : kind;
        kind = x >= personX && x < personX + 5 && y > 8 && y < 28 ? 3 : kind;
        kinds[y * width + x] = kind;
      }
    }
    return kinds;
  }

  private static Segmentation truth(int width, int height, int[] ids) {
    TreeSet<Integer> seen = new TreeSet<>();
    for (int id : ids) {
      seen.add(id);
    }
    return new Segmentation(
        LabelMap.wrap(width, height, ids),
        seen.stream().map(id -> new Segmentation.Found(id, category(id), 1)).toList());
  }

  private static Category category(int id) {
    return CategoryTable.coco().all().stream()
        .filter(category -> category.name().equals(CLASSES[id - 1]))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsFoundScoresFullMarksAgainstTheTruth() throws IOException {
    JsonNode summary = segment();

    assertThat(summary.get("images").intValue()).isEqualTo(PICTURES);
    assertThat(summary.get("segmented").intValue()).isEqualTo(PICTURES);
    assertThat(summary.get("rejected").intValue()).isZero();
    assertThat(Files.readString(folder.resolve("found/panoptic.json")))
        .contains("\"score\":0.99", "\"source\":\"model\"");

    CommandRun evaluated =
        CommandRun.of(
            "evaluate",
            "panoptic",
            "--truth",
            path("truth.json"),
            "--truth-masks",
            path("truth"),
            "--predictions",
            path("found/panoptic.json"),
            "--prediction-masks",
            path("found/panoptic"),
            "--out",
            path("pq.json"));
    assertThat(evaluated.exitCode()).as("standard error: %s", evaluated.err()).isZero();
    JsonNode quality = new ObjectMapper().readTree(folder.resolve("pq.json").toFile());
    assertThat(quality.at("/all/pq").doubleValue()).isEqualTo(1);
    assertThat(quality.at("/all/n").intValue()).isEqualTo(4);
  }

  /** Grey, of 16 bits, tagged as rotated, in CMYK, and of one pixel. */
  private int drawUnusualPictures() throws IOException {
    write("grey.jpg", "jpg", BufferedImage.TYPE_BYTE_GRAY, 30, 20);
    write("deep.png", "png", BufferedImage.TYPE_USHORT_GRAY, 30, 20);
    write("one.png", "png", BufferedImage.TYPE_INT_RGB, 1, 1);
    byte[] jpeg = Files.readAllBytes(folder.resolve("images/grey.jpg"));
    byte[] exif =
        "\0\0Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0"
            .getBytes(StandardCharsets.ISO_8859_1);
    exif[1] = (byte) exif.length;
    ByteArrayOutputStream rotated = new ByteArrayOutputStream();
    rotated.write(jpeg, 0, 2);
    rotated.write(new byte[] {(byte) 0xFF, (byte) 0xE1});
    rotated.write(exif);
    rotated.write(jpeg, 2, jpeg.length - 2);
    Files.write(folder.resolve("images/rotated.jpg"), rotated.toByteArray());
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out =
        ImageIO.createImageOutputStream(folder.resolve("images/cmyk.jpg").toFile())) {
      writer.setOutput(out);
      writer.write(
          new IIOImage(
              Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 24, 16, 4, null), null, null));
    } finally {
      writer.dispose();
    }
    return 5;
  }

  private void write(String name, String format, int type, int width, int height)
      throws IOException {
    ImageIO.write(
        new BufferedImage(width, height, type), format, folder.resolve("images/" + name).toFile());
  }

  @Test
  void picturesThatCannotBeReadAreNamedAndTheOthersAreSegmented() throws IOException {
    final int unusual = drawUnusualPictures();
    write("huge.png", "png", BufferedImage.TYPE_BYTE_BINARY, 10_000, 10_000);
    Files.writeString(folder.resolve("images/note.jpg"), "not a picture");
    byte[] whole = Files.readAllBytes(folder.resolve("images/000000000001.png"));
    Files.write(folder.resolve("images/half.png"), Arrays.copyOf(whole, 60));

    JsonNode summary = segment();

    assertThat(summary.get("segmented").intValue()).isEqualTo(PICTURES + unusual);
    assertThat(summary.get("rejected").intValue()).isEqualTo(3);
    assertThat(Files.readString(folder.resolve("found/rejected.jsonl")))
        .contains("\"file_name\":\"huge.png\"", "IMAGE_TOO_LARGE")
        .contains("\"file_name\":\"note.jpg\"", "\"file_name\":\"half.png\"", "IMAGE_UNREADABLE");
  }

  @Test
  void onePictureIsCaptionedIntoAPage() throws IOException {
    JsonNode summary =
        CommandRun.of(
                "caption",
                "--image",
                path("images/000000000001.png"),
                "--segment-with",
                model(),
                "--out",
                path("page.html"),
                "--json")
            .json();

    assertThat(summary.get("segments").intValue()).isEqualTo(4);
    assertThat(summary.get("caption_grounded").asText()).contains("car").containsPattern("<\\d");
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains("000000000001.png")
        .endsWith("</html>\n");
    wrong(
        "none.png does not exist",
        "caption",
        "--image",
        path("none.png"),
        "--segment-with",
        model(),
        "--out",
        path("page.html"));
  }

  @Test
  void aWrongFolderStopsBeforeAnythingIsWritten() throws IOException {
    wrong(
        "config.json is missing",
        "segment",
        "--images",
        path("images"),
        "--model",
        path("truth"),
        "--out",
        path("found"));
    assertThat(folder.resolve("found")).doesNotExist();

    Files.createDirectories(folder.resolve("found"));
    Files.writeString(folder.resolve("found/panoptic.json"), "{}");
    wrong(
        "already holds panoptic.json; name a new folder",
        "segment",
        "--images",
        path("images"),
        "--model",
        model(),
        "--out",
        path("found"));
    wrong(
        "config.json is missing",
        "build",
        "--images",
        path("images"),
        "--segment-with",
        path("truth"),
        "--out",
        path("dataset"));
  }

  @Test
  void aModelThatIsNoSegmenterStopsBeforeAnythingIsWritten() throws IOException {
    Path model = Files.createDirectories(folder.resolve("model/onnx")).getParent();
    for (String file : List.of("config.json", "preprocessor_config.json", "onnx/model.onnx")) {
      Files.copy(Path.of(model()).resolve(file), model.resolve(file));
    }
    Path config = model.resolve("config.json");
    JsonNode classes = new ObjectMapper().readTree(config.toFile());
    ((ObjectNode) classes.get("id2label")).remove("132");
    Files.writeString(config, classes.toString());
    assertRefused(model, "id2label names 132 classes, the graph tells 133 apart");

    Path graph = model.resolve("onnx/model.onnx");
    Files.delete(graph);
    assertRefused(model, "model.onnx is missing");
    String bytes = Files.readString(Path.of(model(), "onnx/model.onnx"), ISO_8859_1);
    Files.writeString(graph, bytes.replace("pixel_values", "token_values"), ISO_8859_1);
    assertRefused(model, "takes no input 'pixel_values'");
  }

  private void assertRefused(Path model, String why) {
    String images = path("images");
    wrong(why, "segment", "--images", images, "--model", model.toString(), "--out", path("found"));
    assertThat(folder.resolve("found")).doesNotExist();
    String picture = path("images/000000000001.png");
    String page = path("page.html");
    wrong(why, "caption", "--image", picture, "--segment-with", model.toString(), "--out", page);
    assertThat(Path.of(page)).doesNotExist();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String model() {
    return Objects.requireNonNull(
            SegmentCommandTest.class.getResource("/dev/pancap/spark/segment/colours"))
        .getPath();
  }

  private JsonNode segment() throws IOException {
    return CommandRun.of(
            "segment",
            "--images",
            path("images"),
            "--model",
            model(),
            "--out",
            path("found"),
            "--json")
        .json();
  }

  private static void wrong(String message, String... args) {
    assertThat(CommandRun.of(args).refusal()).contains(message);
  }
}
