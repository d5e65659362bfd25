package dev.pancap.eval.report;

import dev.pancap.eval.table.TextTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The report as one HTML page that opens from disk: styles, plots and pictures are in it. */
final class ReportPage {
  private static final int CATEGORY_ROWS = 15;
  private static final int EXCERPT = 420;

  private final ReportState state;
  private final ReportSource source;
  private final Map<String, String> plots;
  private final ExamplePictures pictures;
  private final StringBuilder html = new StringBuilder(1 << 16);

  ReportPage(
      ReportState state, ReportSource source, Map<String, String> plots, ExamplePictures pictures) {
    this.state = state;
    this.source = source;
    this.plots = plots;
    this.pictures = pictures;
  }

  String toHtml() {
    html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>")
        .append(escape(source.name()))
        .append(" – report</title>\n")
        .append("<style>\n")
        .append(resource("report.css"))
        .append("</style>\n</head>\n<body>\n")
        .append("<main>\n<header>\n<p class=\"kicker\">Data set report</p>\n<h1>")
        .append(escape(source.name()))
        .append("</h1>\n</header>\n");
    keyFigures();
    words();
    if (hasMasks()) {
      masks();
      buckets();
      coverage();
    }
    vocabulary();
    comparison();
    method();
    html.append("</main>\n</body>\n</html>\n");
    return html.toString();
  }

  private boolean hasMasks() {
    return state.annotatedMasks().size() > 0;
  }

  private void keyFigures() {
    html.append("<section class=\"cards\">\n");
    card(count(state.images()), "images");
    card(figure(state.words().mean(), 1), "words a caption");
    card(figure(state.sentences().mean(), 1), "sentences a caption");
    if (hasMasks()) {
      card(figure(state.annotatedMasks().mean(), 1), "masks an image, annotated");
      card(figure(state.mentionedMasks().mean(), 1), "masks an image, named in the caption");
      card(percent(state.maskCoverage()), "of the masks are named");
    }
    html.append("</section>\n");
  }

  private void card(String figure, String label) {
    html.append("<div class=\"card\"><b>")
        .append(figure)
        .append("</b><span>")
        .append(label)
        .append("</span></div>\n");
  }

  private void words() {
    html.append("<section>\n<h2>Words per image</h2>\n");
    plot(
        "words_per_image", "Words a caption. The dashed line is the mean." + beyond(state.words()));
    statistics(
        new String[] {"words", "sentences"}, new Distribution[] {state.words(), state.sentences()});
    html.append("</section>\n");
  }

  private void masks() {
    html.append("<section>\n<h2>Masks per image</h2>\n");
    plot(
        "masks_per_image",
        "Masks an image under both definitions: all that are annotated, and those that a phrase of"
            + " the caption names."
            + beyond(state.annotatedMasks()));
    statistics(
        new String[] {"annotated", "named in the caption", "things", "stuff", "categories"},
        new Distribution[] {
          state.annotatedMasks(),
          state.mentionedMasks(),
          state.things(),
          state.stuff(),
          state.categoriesAnImage()
        });
    html.append("<div class=\"pair\">\n");
    plot("things_and_stuff_per_image", "Things and stuff an image, annotated.");
    plot("sentences_per_image", "Sentences a caption.");
    html.append("</div>\n");
    plot(
        "words_by_masks",
        "Caption length against mask count: mean, and the middle half of the captions. Correlation "
            + figure(state.wordsMasksCorrelation(), 2)
            + ".");
    html.append("</section>\n");
  }

  private void buckets() {
    html.append("<section>\n<h2>Few, some, many masks</h2>\n<div class=\"buckets\">\n");
    for (MaskBucket bucket : MaskBucket.values()) {
      long images = state.imagesIn(bucket);
      html.append("<figure class=\"bucket\">\n<h3>")
          .append(bucket.title())
          .append("</h3>\n<p>")
          .append(count(images))
          .append(images == 1 ? " image, " : " images, ")
          .append(percent((double) images / state.annotatedMasks().size()))
          .append("</p>\n");
      Optional<BucketExample> example = state.exampleOf(bucket);
      if (example.isPresent()) {
        example(example.get().image());
      } else {
        html.append("<div class=\"no-picture\">no such image</div>\n");
      }
      html.append("</figure>\n");
    }
    html.append("</div>\n</section>\n");
  }

  private void example(ReportedImage image) {
    Optional<byte[]> picture = pictures.pictureOf(image.imageId());
    if (picture.isPresent()) {
      html.append("<img alt=\"image ")
          .append(escape(image.imageId()))
          .append(" with its masks\" src=\"data:")
          .append(mediaType(picture.get()))
          .append(";base64,")
          .append(Base64.getEncoder().encodeToString(picture.get()))
          .append("\">\n");
    } else {
      html.append("<div class=\"no-picture\">picture not at hand</div>\n");
    }
    long things = image.masks().stream().filter(ReportedMask::isThing).count();
    html.append("<figcaption><b>")
        .append(image.masks().size())
        .append(" masks</b>: ")
        .append(things)
        .append(" things, ")
        .append(image.masks().size() - things)
        .append(" stuff; ")
        .append(image.mentionedMasks())
        .append(" named. Image ")
        .append(escape(image.imageId()))
        .append(".");
    if (!image.captions().isEmpty()) {
      html.append("<blockquote>")
          .append(escape(beginning(image.captions().get(0))))
          .append("</blockquote>");
    }
    html.append("</figcaption>\n");
  }

  private static String beginning(String caption) {
    if (caption.length() <= EXCERPT) {
      return caption;
    }
    return caption.substring(0, caption.lastIndexOf(' ', EXCERPT)).stripTrailing() + " …";
  }

  private void coverage() {
    html.append("<section>\n<h2>Coverage</h2>\n<p>Captions name <b>")
        .append(percent(state.maskCoverage()))
        .append("</b> of the annotated masks, which hold <b>")
        .append(percent(state.pixelCoverage()))
        .append("</b> of the annotated pixels.</p>\n")
        .append("<div class=\"pair\">\n");
    plot("categories", "The most frequent categories.");
    List<Map.Entry<String, CategoryCount>> rows = new ArrayList<>(state.categories().entrySet());
    rows.sort(
        Comparator.comparingLong((Map.Entry<String, CategoryCount> row) -> -row.getValue().masks())
            .thenComparing(Map.Entry.comparingByKey()));
    html.append("<table>\n<tr><th>category</th><th>kind</th><th>images</th><th>masks</th>")
        .append("<th>named</th></tr>\n");
    for (Map.Entry<String, CategoryCount> row :
        rows.subList(0, Math.min(CATEGORY_ROWS, rows.size()))) {
      CategoryCount n = row.getValue();
      row(
          row.getKey(),
          n.isThing() ? "thing" : "stuff",
          count(n.images()),
          count(n.masks()),
          percent((double) n.mentionedMasks() / n.masks()));
    }
    html.append("</table>\n</div>\n<p class=\"aside\">")
        .append(rows.size())
        .append(" categories occur; report.json lists them all.</p>\n</section>\n");
  }

  private void vocabulary() {
    if (!plots.containsKey("nouns")) {
      return;
    }
    html.append("<section>\n<h2>Most frequent nouns</h2>\n");
    plot("nouns", "Nouns as they are written: singular and plural are different words.");
    html.append("</section>\n");
  }

  private void comparison() {
    html.append("<section>\n<h2>Beside published data sets</h2>\n");
    String masks =
        hasMasks()
            ? "%s <small>(named: %s)</small>"
                .formatted(
                    figure(state.annotatedMasks().mean(), 1),
                    figure(state.mentionedMasks().mean(), 1))
            : "-";
    publishedTable(
        "published-training-sets.tsv",
        "Table 1 of the COCONut-PanCap slides. ‡ counts only the targets in question-answer"
            + " format. Masks of this data set: annotated, and named in captions.",
        List.of(
            escape(source.name()),
            "-",
            count(state.images()),
            "-",
            figure(state.words().mean(), 0),
            masks));
    publishedTable(
        "published-evaluation-sets.tsv",
        "Table 2 of the COCONut-PanCap slides: evaluation sets.",
        List.of(
            escape(source.name()),
            count(state.images()),
            figure(state.words().mean(), 0),
            "✓",
            "✓",
            hasMasks() ? "✓" : "✗"));
    html.append("</section>\n");
  }

  private void publishedTable(String resource, String caption, List<String> ours) {
    List<String> lines = resource(resource).lines().toList();
    html.append("<table class=\"published\">\n<caption>")
        .append(escape(caption))
        .append("</caption>\n<tr>");
    List<String> heads = List.of(lines.get(0).split("\t"));
    publishedRow(heads, "th", heads.stream().map(ReportPage::escape).toList());
    html.append("</tr>\n");
    for (String line : lines.subList(1, lines.size())) {
      html.append("<tr>");
      publishedRow(heads, "td", Arrays.stream(line.split("\t")).map(ReportPage::escape).toList());
      html.append("</tr>\n");
    }
    html.append("<tr class=\"ours\">");
    publishedRow(heads, "td", ours);
    html.append("</tr>\n</table>\n");
  }

  /** The cells of a row; columns of figures are set flush right, as figures are compared. */
  private void publishedRow(List<String> heads, String tag, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      boolean isFigure = heads.get(i).equals("Samples") || heads.get(i).startsWith("Avg.");
      html.append(
          "<%s%s>%s</%s>".formatted(tag, isFigure ? " class=\"figure\"" : "", cells.get(i), tag));
    }
  }

  private void method() {
    html.append("<section class=\"method\">\n<h2>How it is counted</h2>\n<ul>\n")
        .append(
            "<li>Words are runs of characters without white space that hold a letter or a digit,")
        .append(
            " in the plain text: a tag such as &lt;3: a red car&gt; counts as its phrase.</li>\n")
        .append("<li>Masks are counted twice: all annotated ones, and those that a tag of the")
        .append(" caption names. The paper does not say which of the two its 13.2 is.</li>\n")
        .append("<li>The slides give the buckets as &lt;15, 15–25, &gt;25 and leave 15 and 25")
        .append(" open; here both are in the middle.</li>\n")
        .append("<li>Coverage by pixels divides the area of named masks by that of annotated")
        .append(" masks.</li>\n")
        .append("<li>Nouns are surface forms. A word counts if it often ends a phrase that begins")
        .append(" with an article, a possessive or a number; there is no tagger behind it. Words")
        .append(" of the picture itself (image, side, background) are left out.</li>\n")
        .append("<li>Percentiles interpolate linearly; the deviation is the population's.</li>\n");
    for (String note : source.notes()) {
      html.append("<li>").append(escape(note)).append("</li>\n");
    }
    html.append("</ul>\n</section>\n");
  }

  private void plot(String name, String caption) {
    String svg = plots.get(name);
    if (svg != null) {
      html.append("<figure class=\"plot\">\n")
          .append(svg)
          .append("\n<figcaption>")
          .append(escape(caption))
          .append("</figcaption>\n</figure>\n");
    }
  }

  private static String beyond(Distribution counted) {
    double last = ReportPlots.lastShown(counted);
    return last < counted.percentile(100)
        ? " The axis ends at %.0f; half a percent lies beyond.".formatted(last)
        : "";
  }

  private void statistics(String[] names, Distribution[] counted) {
    html.append("<table>\n<tr><th></th><th>mean</th><th>median</th><th>deviation</th><th>min</th>")
        .append("<th>5 %</th><th>25 %</th><th>75 %</th><th>95 %</th><th>max</th></tr>\n");
    for (int i = 0; i < names.length; i++) {
      Distribution d = counted[i];
      row(
          names[i],
          figure(d.mean(), 2),
          figure(d.percentile(50), 0),
          figure(d.standardDeviation(), 2),
          figure(d.percentile(0), 0),
          figure(d.percentile(5), 0),
          figure(d.percentile(25), 0),
          figure(d.percentile(75), 0),
          figure(d.percentile(95), 0),
          figure(d.percentile(100), 0));
    }
    html.append("</table>\n");
  }

  private void row(String... cells) {
    html.append("<tr>");
    for (String cell : cells) {
      html.append("<td>").append(cell).append("</td>");
    }
    html.append("</tr>\n");
  }

  private static String mediaType(byte[] picture) {
    return picture.length > 1 && picture[0] == (byte) 0xFF ? "image/jpeg" : "image/png";
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String figure(double value, int decimals) {
    return TextTable.figure(value, decimals);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : TextTable.percent(share, 1) + " %";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in " + name + " cannot be read", e);
    }
  }
}
