package dev.pancap.gallery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.mask.BoundingBox;
import dev.pancap.overlay.MarkPlacer;
import dev.pancap.overlay.OverlayConfig;
import dev.pancap.overlay.Palette;
import dev.pancap.quarantine.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a gallery: one HTML file that opens from disk, with each picture under its masks and marks
 * beside its caption. Pointing at a phrase lights its masks, pointing at a mask its phrases.
 *
 * <p>The page asks nothing of the network, and its content security policy lets nothing run but its
 * own script, named by hash. Texts of models and file names are escaped; whatever they hold stays
 * text. Pictures are written as they come, so that only one is in memory at a time.
 */
public final class GalleryPage {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final MarkPlacer placer;

  /** The numbers on the page lie where the overlays have them. */
  public GalleryPage(OverlayConfig config) {
    this.placer = new MarkPlacer(config);
  }

  /** What the script needs of one picture; the short names are repeated some dozen times each. */
  private record Data(int w, int h, String runs, List<Mark> marks) {}

  /** A mark with its colour, its anchor {x, y} and its label {x, y, width, height} in pixels. */
  private record Mark(
      int m,
      String colour,
      String name,
      List<Integer> anchor,
      List<Integer> label,
      boolean beside) {}

  /**
   * @param rejections shown in a table below the pictures
   * @throws IOException if the writer fails
   * @throws IllegalArgumentException if a segment has no pixel or a phrase lies outside its text
   */
  public void write(
      Writer out, GalleryHeader header, Iterator<GalleryItem> items, Iterator<Rejection> rejections)
      throws IOException {
    String style = resource("gallery.css");
    String script = resource("gallery.js");
    out.write(head(header, style, script));
    int count = 0;
    while (items.hasNext()) {
      item(out, items.next(), ++count);
    }
    if (count == 0) {
      out.write("<p class=\"empty\">No picture was published.</p>\n");
    }
    quarantine(out, rejections);
    out.write("</main>\n<script>" + script + "</script>\n</body>\n</html>\n");
    out.flush();
  }

  private static String head(GalleryHeader header, String style, String script) {
    String policy =
        "default-src 'none'; img-src data:; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
            .formatted(hash(style), hash(script));
    String figures =
        header.figures().stream()
            .map(
                figure ->
                    "<div><dt>%s</dt><dd>%s</dd></div>"
                        .formatted(Html.escape(figure.label()), Html.escape(figure.value())))
            .collect(Collectors.joining("\n"));
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body data-view="marks">
        <header class="top">
        <div class="headline">
        <div><h1><bdi>%s</bdi></h1>
        <p class="subtitle">%s</p></div>
        <div class="views" role="group" aria-label="What lies on the pictures">
        <button type="button" data-view="marks" aria-pressed="true">Marks</button>
        <button type="button" data-view="outlines" aria-pressed="false">Outlines</button>
        <button type="button" data-view="picture" aria-pressed="false">Picture</button>
        </div>
        </div>
        <dl class="figures">
        %s
        </dl>
        <p class="hint">Point at a phrase to light its masks, or at a mask to light its phrases. \
        Click to hold, Esc to let go.</p>
        </header>
        <main>
        """
        .formatted(
            policy,
            Html.escape(header.title()),
            style,
            Html.escape(header.title()),
            Html.escape(header.subtitle()),
            figures);
  }

  private void item(Writer out, GalleryItem item, int number) throws IOException {
    Locale none = Locale.ROOT;
    String heading = "picture-" + number;
    out.write(
        String.format(
            none, "<article class=\"item\" aria-labelledby=\"%s\">\n<figure>\n", heading));
    out.write(
        String.format(
            none,
            "<div class=\"stage\" data-width=\"%d\" data-height=\"%d\">\n",
            item.marks().width(),
            item.marks().height()));
    picture(out, item);
    out.write("<canvas aria-hidden=\"true\"></canvas>\n<div class=\"marks\"></div>\n</div>\n");
    out.write("</figure>\n<div class=\"text\">\n");
    out.write(
        String.format(
            none,
            "<h2 id=\"%s\"><bdi>%s</bdi> <span>%d × %d</span></h2>\n",
            heading,
            Html.escape(item.fileName()),
            item.marks().width(),
            item.marks().height()));
    flags(out, item.flags());
    out.write("<p class=\"caption\">" + CaptionMarkup.of(item.caption()) + "</p>\n");
    regions(out, item);
    out.write("</div>\n<script type=\"application/json\">");
    out.write(Html.inScript(data(item)));
    out.write("</script>\n</article>\n");
  }

  private static void picture(Writer out, GalleryItem item) throws IOException {
    if (item.picture().length == 0) {
      out.write("<p class=\"missing\">The picture is no longer where it was.</p>\n");
      return;
    }
    out.write("<img alt=\"\" decoding=\"async\" src=\"data:");
    out.write(mediaType(item.picture()));
    out.write(";base64,");
    out.write(Base64.getEncoder().encodeToString(item.picture()));
    out.write("\">\n");
  }

  private static void flags(Writer out, List<String> flags) throws IOException {
    if (flags.isEmpty()) {
      return;
    }
    out.write("<ul class=\"flags\" aria-label=\"Flags\">");
    for (String flag : flags) {
      out.write("<li>" + Html.escape(flag) + "</li>");
    }
    out.write("</ul>\n");
  }

  private static void regions(Writer out, GalleryItem item) throws IOException {
    out.write(
        "<details><summary>%d regions</summary>\n<ol class=\"regions\">\n"
            .formatted(item.segments().size()));
    for (GalleryItem.Region region : item.segments()) {
      String kind = region.isCrowd() ? "group" : region.isThing() ? "thing" : "stuff";
      out.write(
          String.format(
              Locale.ROOT,
              "<li><button type=\"button\" class=\"region\" data-marks=\"%d\"><b>%d</b>"
                  + "<span><strong>%s</strong> <i>%s, %,d px</i>%s</span></button></li>\n",
              region.mark(),
              region.mark(),
              Html.escape(region.category()),
              kind,
              region.areaPixels(),
              region.description().isEmpty() ? "" : "<br>" + Html.escape(region.description())));
    }
    out.write("</ol></details>\n");
  }

  private String data(GalleryItem item) {
    Map<Integer, String> names =
        item.segments().stream()
            .collect(Collectors.toMap(GalleryItem.Region::mark, GalleryItem.Region::category));
    int[] marks = item.segments().stream().mapToInt(GalleryItem.Region::mark).toArray();
    List<Mark> placed =
        placer.place(item.marks(), marks).stream()
            .map(
                placement ->
                    new Mark(
                        placement.mark(),
                        String.format(Locale.ROOT, "#%06x", Palette.rgbOf(placement.mark())),
                        names.getOrDefault(placement.mark(), ""),
                        List.of(placement.anchorX(), placement.anchorY()),
                        numbers(placement.label()),
                        placement.beside()))
            .toList();
    try {
      return JSON.writeValueAsString(
          new Data(item.marks().width(), item.marks().height(), MarkRuns.of(item.marks()), placed));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Plain values can be written as JSON", e);
    }
  }

  private static List<Integer> numbers(BoundingBox box) {
    return IntStream.of(box.x(), box.y(), box.width(), box.height()).boxed().toList();
  }

  private static void quarantine(Writer out, Iterator<Rejection> rejections) throws IOException {
    if (!rejections.hasNext()) {
      return;
    }
    out.write(
        """
        <section class="quarantine"><h2>Quarantine</h2>
        <div class="table"><table>
        <thead><tr><th>Image</th><th>File</th><th>Stage</th><th>Reason</th><th>Detail</th></tr></thead>
        <tbody>
        """);
    while (rejections.hasNext()) {
      Rejection rejection = rejections.next();
      out.write(
          "<tr><td>%d</td><td><bdi>%s</bdi></td><td>%s</td><td><code>%s</code></td><td><bdi>%s</bdi></td></tr>\n"
              .formatted(
                  rejection.imageId(),
                  Html.escape(rejection.fileName()),
                  Html.escape(rejection.stage()),
                  rejection.reason(),
                  Html.escape(rejection.detail())));
    }
    out.write("</tbody></table></div></section>\n");
  }

  private static String mediaType(byte[] picture) {
    boolean png = picture.length > 1 && picture[0] == (byte) 0x89 && picture[1] == 'P';
    return png ? "image/png" : "image/jpeg";
  }

  /** The source expression that allows exactly this inline text. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream text =
        Objects.requireNonNull(GalleryPage.class.getResourceAsStream(name), name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
