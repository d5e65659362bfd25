package dev.pancap.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReportTest {
  @TempDir Path folder;

  private static ReportedImage image(String id, String caption, int masks, int named) {
    List<ReportedMask> list = new ArrayList<>();
    for (int i = 0; i < masks; i++) {
      list.add(new ReportedMask(i == 0 ? "sky" : "cat", i > 0, 10 * (i + 1), i < named));
    }
    return new ReportedImage(id, List.of(caption), list);
  }

  private static final List<ReportedImage> IMAGES =
      List.of(
          image("1", "A cat under the sky.", 2, 1),
          image("2", "Many cats. They sleep. A cat under the sky.", 15, 15),
          image("3", "The <b>sky</b> & \"cats\"", 25, 5),
          image("4", "Cats, cats, cats and the sky over each cat", 26, 26));

  private JsonNode write(ExamplePictures pictures) throws IOException {
    DatasetReport report = new DatasetReport(folder);
    ReportState state = report.count(IMAGES.iterator());
    report.writeFigures(
        state, new ReportSource("a <data> set", List.of("Seen & noted.")), pictures);
    return new ObjectMapper().readTree(folder.resolve("report.json").toFile());
  }

  @Test
  void countsUnderBothDefinitionsAndInBuckets() throws IOException {
    JsonNode report = write(ExamplePictures.NONE);

    assertThat(report.at("/images").intValue()).isEqualTo(4);
    assertThat(report.at("/words_per_image/mean").doubleValue()).isEqualTo((5 + 9 + 3 + 9) / 4.0);
    assertThat(report.at("/sentences_per_image/max").intValue()).isEqualTo(3);
    assertThat(report.at("/masks_per_image/annotated/mean").doubleValue()).isEqualTo(17);
    assertThat(report.at("/masks_per_image/mentioned/mean").doubleValue()).isEqualTo(11.75);
    assertThat(report.at("/masks_per_image/stuff/total").intValue()).isEqualTo(4);
    assertThat(report.at("/coverage/masks").doubleValue()).isCloseTo(47 / 68.0, within(1e-15));
    assertThat(report.at("/coverage/pixels").doubleValue())
        .isCloseTo((10 + 1200 + 150 + 3510) / (30.0 + 1200 + 3250 + 3510), within(1e-15));
    assertThat(report.get("buckets").toString())
        .isEqualTo(
            "{\"fewer than 15 masks\":{\"images\":1,\"share\":0.25,\"example\":\"1\"},"
                + "\"15 to 25 masks\":{\"images\":2,\"share\":0.5,\"example\":\"2\"},"
                + "\"more than 25 masks\":{\"images\":1,\"share\":0.25,\"example\":\"4\"}}");
    assertThat(report.at("/categories/0").toString())
        .isEqualTo(
            "{\"category\":\"cat\",\"isthing\":true,\"images\":4,\"masks\":64,"
                + "\"mentioned_masks\":43}");
  }

  @Test
  void writesARowAnImage() throws IOException {
    write(ExamplePictures.NONE);

    assertThat(Files.readString(folder.resolve("words_per_image.csv")))
        .isEqualTo("image_id,words,sentences\n1,5,1\n2,9,3\n3,3,1\n4,9,1\n");
    assertThat(Files.readString(folder.resolve("masks_per_image.csv")))
        .isEqualTo(
            "image_id,annotated_masks,mentioned_masks,things,stuff\n"
                + "1,2,1,1,1\n2,15,15,14,1\n3,25,5,24,1\n4,26,26,25,1\n");
  }

  @Test
  void thePageNeedsNoOtherFileAndNoNetwork() throws IOException {
    write(imageId -> Optional.of(new byte[] {(byte) 0xFF, (byte) 0xD8, 1}));
    String page = Files.readString(folder.resolve("index.html"));

    assertThat(page.replace("http://www.w3.org/", ""))
        .doesNotContain("http", "<script", "<link", "src=\"/")
        .contains("<svg", "data:image/jpeg;base64,/9gB", "DenseFusion1M", "Seen &amp; noted.");
  }

  @Test
  void textsOfTheDataSetAreTextOnThePage() throws IOException {
    write(ExamplePictures.NONE);
    String page = Files.readString(folder.resolve("index.html"));

    assertThat(page).contains("<h1>a &lt;data&gt; set</h1>").doesNotContain("<data>", "<b>sky</b>");
  }

  @Test
  void theSameImagesGiveTheSameBytes() throws IOException {
    write(ExamplePictures.NONE);
    byte[] page = Files.readAllBytes(folder.resolve("index.html"));
    byte[] plot = Files.readAllBytes(folder.resolve("masks_per_image.svg"));
    write(ExamplePictures.NONE);

    assertThat(Files.readAllBytes(folder.resolve("index.html"))).isEqualTo(page);
    assertThat(Files.readAllBytes(folder.resolve("masks_per_image.svg"))).isEqualTo(plot);
  }

  @Test
  void everyPlotIsThereAsPngToo() throws IOException {
    assumeThat(PlotPng.ofThisMachine()).as("Java finds fonts on this machine").isPresent();
    write(ExamplePictures.NONE);

    List<Path> plots;
    try (Stream<Path> files = Files.list(folder)) {
      plots = files.filter(file -> file.toString().endsWith(".svg")).toList();
    }
    assertThat(plots).hasSizeGreaterThan(5);
    for (Path svg : plots) {
      BufferedImage png = ImageIO.read(Path.of(svg.toString().replace(".svg", ".png")).toFile());
      assertThat(Files.readString(svg))
          .contains(
              "width=\"%d.0\" height=\"%d.0\"".formatted(png.getWidth() / 2, png.getHeight() / 2));
      assertThat(shareOf(png, 0xFFFFFF)).as(svg.toString()).isBetween(0.4, 0.99);
    }
    BufferedImage masks = ImageIO.read(folder.resolve("masks_per_image.png").toFile());
    assertThat(shareOf(masks, 0x0B6BCB)).as("the blue of the bars").isGreaterThan(0.01);
  }

  private static double shareOf(BufferedImage image, int rgb) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).filter(pixel -> (pixel & 0xFFFFFF) == rgb).count()
        / (double) pixels.length;
  }

  @Test
  void anEmptyDataSetHasAPageToo() throws IOException {
    DatasetReport report = new DatasetReport(folder);
    report.writeFigures(
        report.count(List.<ReportedImage>of().iterator()),
        new ReportSource("empty", List.of()),
        ExamplePictures.NONE);

    assertThat(Files.readString(folder.resolve("index.html"))).contains("<b>0</b><span>images");
  }

  @Test
  void statesMergeInAnyOrder() {
    long seed = 11;
    Random random = new Random(seed);
    ReportState whole = new ReportState();
    ReportState[] parts = {new ReportState(), new ReportState()};
    for (int i = 0; i < 300; i++) {
      int masks = 1 + random.nextInt(40);
      ReportedImage image =
          image("" + i, "A cat sees the sky. ".repeat(1 + random.nextInt(9)), masks, masks / 2);
      whole.add(image);
      parts[random.nextInt(2)].add(image);
    }
    parts[1].merge(parts[0]);

    ReportSource source = new ReportSource("x", List.of());
    assertThat(ReportJson.of(parts[1], source))
        .as("seed %d", seed)
        .isEqualTo(ReportJson.of(whole, source));
  }
}
