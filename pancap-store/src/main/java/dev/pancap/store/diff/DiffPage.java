package dev.pancap.store.diff;

import java.io.IOException;
import java.io.Writer;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A page that shows what changed: figures before and after, then the pictures with the caption
 * before and after side by side. It opens from disk and needs no network; texts and file names are
 * inert.
 */
public final class DiffPage {
  private final Writer to;

  public DiffPage(Writer to) {
    this.to = to;
  }

  /** Writes everything above the pictures. */
  public void begin(ReleaseDiff.Summary summary) throws IOException {
    to.write(
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>What changed</title>
        <style>
        :root { color-scheme: light dark; --line: #8884; --quiet: #777; }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.4rem; } table { border-collapse: collapse; margin: 1rem 0 2rem; }
        td, th { padding: .2rem .9rem .2rem 0; border-bottom: 1px solid var(--line); text-align: right; }
        td:first-child, th:first-child { text-align: left; }
        article { display: grid; grid-template-columns: 18rem 1fr 1fr; gap: 1rem; padding: 1rem 0; border-top: 1px solid var(--line); }
        article img { width: 100%; border-radius: 4px; } article h2 { font-size: .9rem; margin: 0 0 .3rem; }
        article p { margin: 0; overflow-wrap: anywhere; } .reason { color: var(--quiet); font-weight: 400; }
        @media (max-width: 60rem) { article { grid-template-columns: 1fr; } }
        </style></head><body>
        """);
    to.write("<h1>From " + escape(summary.from()) + " to " + escape(summary.to()) + "</h1>\n");
    to.write(
        String.format(
            Locale.ROOT,
            "<p>%,d images added, %,d removed, %,d changed (%,d captions), %,d as they were.</p>%n",
            summary.added(),
            summary.removed(),
            summary.changed(),
            summary.captionsChanged(),
            summary.unchanged()));
    if (summary.moved() > 0) {
      to.write(
          String.format(
              Locale.ROOT,
              "<p>The pictures of %,d unchanged images lie in another folder now.</p>%n",
              summary.moved()));
    }
    ReleaseDiff.Spending spent = summary.spent();
    to.write(
        String.format(
            Locale.ROOT,
            "<p>Asked for it: %,d answers, %,d tokens of prompts and %,d of answers%s.</p>%n",
            spent.requests(),
            spent.promptTokens(),
            spent.answerTokens(),
            spent.cost().isEmpty() ? "" : ", " + escape(spent.cost()) + " spent"));
    to.write("<table><tr><th>Changed because of</th><th>images</th></tr>\n");
    for (Map.Entry<Change.Reason, Long> reason : summary.reasons().entrySet()) {
      row(reason.getKey().name().toLowerCase(Locale.ROOT), reason.getValue().toString());
    }
    to.write("</table>\n<table><tr><th></th><th>before</th><th>after</th></tr>\n");
    figures(summary.before(), summary.after());
    to.write("</table>\n");
  }

  private void figures(ReleaseDiff.Figures before, ReleaseDiff.Figures after) throws IOException {
    row("images", "%,d".formatted(before.rows()), "%,d".formatted(after.rows()));
    row("words an image", mean(before.meanWords()), mean(after.meanWords()));
    row("masks an image", mean(before.meanMasks()), mean(after.meanMasks()));
    row("masks named", mean(before.meanMasksMentioned()), mean(after.meanMasksMentioned()));
    row("images with edits", "%,d".formatted(before.edited()), "%,d".formatted(after.edited()));
    both("quarantined ", before.quarantine(), after.quarantine());
    both("flag ", before.flags(), after.flags());
  }

  private void both(String what, Map<String, Long> before, Map<String, Long> after)
      throws IOException {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      row(
          what + name,
          "%,d".formatted(before.getOrDefault(name, 0L)),
          "%,d".formatted(after.getOrDefault(name, 0L)));
    }
  }

  /**
   * Writes one change.
   *
   * @param jpeg a small picture, or an empty array where there is none
   */
  public void add(Change change, byte[] jpeg) throws IOException {
    to.write("<article><div><h2>" + escape(change.row().fileName()) + " <span class=\"reason\">");
    to.write(change.kind().name().toLowerCase(Locale.ROOT));
    for (Change.Reason reason : change.reasons()) {
      to.write(", " + reason.name().toLowerCase(Locale.ROOT));
    }
    to.write("</span></h2>");
    if (jpeg.length > 0) {
      to.write("<img alt=\"\" src=\"data:image/jpeg;base64,");
      to.write(Base64.getEncoder().encodeToString(jpeg));
      to.write("\">");
    }
    to.write("</div><div><h2>Before</h2><p>");
    to.write(change.before() == null ? "–" : escape(change.before().captionGrounded()));
    to.write("</p></div><div><h2>After</h2><p>");
    to.write(change.after() == null ? "–" : escape(change.after().captionGrounded()));
    to.write("</p></div></article>\n");
  }

  /** Writes the end. */
  public void end() throws IOException {
    to.write("</body></html>\n");
  }

  private void row(String... cells) throws IOException {
    to.write("<tr>");
    for (String cell : cells) {
      to.write("<td>" + escape(cell) + "</td>");
    }
    to.write("</tr>\n");
  }

  private static String mean(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
