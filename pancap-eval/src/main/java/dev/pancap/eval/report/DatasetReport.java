package dev.pancap.eval.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.caption.Words;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the report of a data set into a folder: {@code index.html}, which needs no other file and
 * no network, {@code report.json}, {@code words_per_image.csv}, {@code masks_per_image.csv} and the
 * plots as SVG and PNG.
 */
public final class DatasetReport {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;

  public DatasetReport(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the images once, in order, and writes the two CSV files: a row an image.
   *
   * @return what was counted, for {@link #writeFigures}
   * @throws IOException if the folder cannot be written
   */
  public ReportState count(Iterator<ReportedImage> images) throws IOException {
    Files.createDirectories(folder);
    ReportState state = new ReportState();
    try (BufferedWriter words = Files.newBufferedWriter(folder.resolve("words_per_image.csv"));
        BufferedWriter masks = Files.newBufferedWriter(folder.resolve("masks_per_image.csv"))) {
      words.append("image_id,words,sentences\n");
      masks.append("image_id,annotated_masks,mentioned_masks,things,stuff\n");
      while (images.hasNext()) {
        ReportedImage image = images.next();
        state.add(image);
        appendWords(words, image);
        appendMasks(masks, image);
      }
    }
    return state;
  }

  /**
   * Writes the page, the JSON and the plots of what was counted, here or elsewhere.
   *
   * @throws IOException if the folder cannot be written
   */
  public void writeFigures(ReportState state, ReportSource source, ExamplePictures pictures)
      throws IOException {
    Files.createDirectories(folder);
    Map<String, String> plots = new ReportPlots(state).all();
    for (Map.Entry<String, String> plot : plots.entrySet()) {
      Files.writeString(folder.resolve(plot.getKey() + ".svg"), plot.getValue());
    }
    Optional<PlotPng> png = PlotPng.ofThisMachine();
    if (png.isPresent()) {
      for (Map.Entry<String, String> plot : plots.entrySet()) {
        Files.write(folder.resolve(plot.getKey() + ".png"), png.get().draw(plot.getValue()));
      }
    }
    Files.writeString(
        folder.resolve("report.json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(ReportJson.of(state, source))
            + "\n");
    Files.writeString(
        folder.resolve("index.html"), new ReportPage(state, source, plots, pictures).toHtml());
  }

  private static void appendWords(BufferedWriter csv, ReportedImage image) throws IOException {
    for (String caption : image.captions()) {
      csv.append(cell(image.imageId()))
          .append(",%d,%d\n".formatted(Words.count(caption), Words.countSentences(caption)));
    }
  }

  private static void appendMasks(BufferedWriter csv, ReportedImage image) throws IOException {
    if (image.masks().isEmpty()) {
      return;
    }
    long things = image.masks().stream().filter(ReportedMask::isThing).count();
    csv.append(cell(image.imageId()))
        .append(
            ",%d,%d,%d,%d\n"
                .formatted(
                    image.masks().size(),
                    image.mentionedMasks(),
                    things,
                    image.masks().size() - things));
  }

  /** RFC 4180. */
  private static String cell(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
