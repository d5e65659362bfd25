package dev.pancap.spark.report;

import dev.pancap.spark.BuildSummary;
import dev.pancap.spark.NightlySummary;
import dev.pancap.store.diff.DiffPage;
import dev.pancap.store.diff.ReleaseDiff;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    String links =
        build.version().isEmpty()
            ? ""
            : (night.diff() == null
                    ? ""
                    : "<a href=\"" + DIFF + "\">Pictures and captions, before and after</a> · ")
                + "<a href=\"report/index.html\">The data set in figures</a>"
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
    td, th { padding: .2rem 0; border-bottom: 1px solid #8884; text-align: left; }
    td + td, th + th { text-align: right; font-variant-numeric: tabular-nums; }
    </style></head><body>
    <h1>%1$s</h1>
    <p>%2$s</p>
    <p>%3$s</p>
    <p>%4$s</p>
    %5$s
    </body></html>
    """
        .formatted(
            escape(title(night)),
            escape(night.reason().isEmpty() ? published(build) : night.reason()),
            escape(String.join(" · ", spending(build))),
            links,
            night.diff() == null ? figures(build) : changes(night.diff()));
  }

  private static String changes(ReleaseDiff.Summary diff) {
    return "<p>"
        + escape(DiffPage.sentence(diff))
        + "</p>"
        + DiffPage.reasons(diff)
        + DiffPage.figures(diff);
  }

  private static String published(BuildSummary build) {
    return build.version().isEmpty()
        ? "There is no release yet."
        : "Release " + build.version() + " is what readers see.";
  }

  private static List<String> spending(BuildSummary build) {
    List<String> lines = new ArrayList<>(build.spending());
    if (build.deferred() > 0) {
      lines.add(
          String.format(Locale.ROOT, "%,d images deferred to the next run", build.deferred()));
    }
    lines.add(String.format(Locale.ROOT, "%,.0f seconds", build.seconds()));
    return lines;
  }

  /** Of a night that has none before it. */
  private static String figures(BuildSummary build) {
    StringBuilder rows = new StringBuilder("<table>\n");
    row(rows, "images", build.in());
    row(rows, "images published", build.published());
    row(rows, "images quarantined", build.quarantined());
    build.quarantinedBy().forEach((reason, count) -> row(rows, "– " + reason, count));
    build.flags().forEach((flag, count) -> row(rows, "flag " + flag, count));
    return rows.append("</table>").toString();
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
