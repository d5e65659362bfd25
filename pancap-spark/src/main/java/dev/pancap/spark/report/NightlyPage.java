package dev.pancap.spark.report;

import dev.pancap.spark.BuildSummary;
import dev.pancap.spark.NightlySummary;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The one page of a night, in the folder of its run: how it ended, its figures, and links to the
 * report and to what changed. It opens from disk and needs no network.
 */
public final class NightlyPage {
  /** Its name in the run's folder. */
  public static final String NAME = "index.html";

  /** The page of the differences, beside it. */
  public static final String DIFF = "diff.html";

  private NightlyPage() {}

  /**
   * @throws IOException if it cannot be written
   */
  public static void write(Path page, NightlySummary night, Configuration hadoop)
      throws IOException {
    try (Writer to =
        new OutputStreamWriter(
            page.getFileSystem(hadoop).create(page, /* overwrite= */ true),
            StandardCharsets.UTF_8)) {
      to.write(html(night));
    }
  }

  static String html(NightlySummary night) {
    BuildSummary build = night.build();
    StringBuilder rows = new StringBuilder();
    row(rows, "images", build.in());
    row(rows, "published", build.published());
    row(rows, "quarantined", build.quarantined());
    for (Map.Entry<String, Long> reason : build.quarantinedBy().entrySet()) {
      row(rows, "– " + reason.getKey(), reason.getValue());
    }
    row(rows, "deferred to the next run", build.deferred());
    row(rows, "answers asked for", build.requests());
    row(rows, "answers from the journal", build.fromJournal());
    for (Map.Entry<String, Long> flag : build.flags().entrySet()) {
      row(rows, "flag " + flag.getKey(), flag.getValue());
    }
    String links =
        build.version().isEmpty()
            ? ""
            : "<a href=\"report/index.html\">The data set in figures</a>"
                + (night.diff() == null
                    ? ""
                    : String.format(
                        Locale.ROOT,
                        " · <a href=\"%s\">What changed: %,d added, %,d removed, %,d captions</a>",
                        DIFF,
                        night.diff().added(),
                        night.diff().removed(),
                        night.diff().captionsChanged()))
                + " · <a href=\"run.json\">All of it as JSON</a>";
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>pancap: %1$s</title>
    <style>
    :root { color-scheme: light dark; }
    body { font: 15px/1.6 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.4rem; } table { border-collapse: collapse; margin: 1rem 0; width: 100%%; }
    td { padding: .2rem 0; border-bottom: 1px solid #8884; } td + td { text-align: right; font-variant-numeric: tabular-nums; }
    </style></head><body>
    <h1>%2$s</h1>
    <p>%3$s</p>
    <p>%4$s</p>
    <table>
    %5$s</table>
    <p>%6$s</p>
    </body></html>
    """
        .formatted(
            escape(title(night)),
            escape(title(night)),
            escape(night.reason().isEmpty() ? "Release " + build.version() : night.reason()),
            links,
            rows,
            escape(String.join(" · ", build.spending())));
  }

  private static String title(NightlySummary night) {
    return switch (night.status()) {
      case PUBLISHED -> "A new release is published";
      case UNCHANGED -> "Nothing has changed";
      case REFUSED -> "The new release is held back";
      case UNFINISHED -> "The budget is spent; the next run goes on";
    };
  }

  private static void row(StringBuilder to, String name, long value) {
    to.append(
        String.format(Locale.ROOT, "<tr><td>%s</td><td>%,d</td></tr>%n", escape(name), value));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
