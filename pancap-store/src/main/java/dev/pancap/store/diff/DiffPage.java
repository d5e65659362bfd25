package dev.pancap.store.diff;

import dev.pancap.edit.WordDiff;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.io.Writer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
        td:first-child, th:first-child { text-align: left; } h2 { font-size: 1.1rem; } td { font-variant-numeric: tabular-nums; }
        article { display: grid; grid-template-columns: 18rem 1fr 1fr; gap: 1rem; padding: 1rem 0; border-top: 1px solid var(--line); }
        article img { width: 100%; border-radius: 4px; } article h2 { font-size: .9rem; margin: 0 0 .3rem; }
        article p { margin: 0; overflow-wrap: anywhere; } .reason, .quiet { color: var(--quiet); font-weight: 400; }
        del, ins { text-decoration: none; border-radius: 3px; padding: 0 .1em; } del { background: #d334; } ins { background: #2a44; }
        @media (max-width: 60rem) { article { grid-template-columns: 1fr; } }
        </style></head><body>
        """);
    to.write("<h1>What changed</h1>\n");
    to.write(
        "<p>Release %s, beside %s before it. %s</p>%n"
            .formatted(escape(summary.to()), escape(summary.from()), sentence(summary)));
    if (summary.moved() > 0) {
      to.write(
          String.format(
              Locale.ROOT,
              "<p>The pictures of %,d unchanged images lie in another folder now.</p>%n",
              summary.moved()));
    }
    to.write("<p>" + escape(spent(summary.spent())) + "</p>\n");
    to.write(reasons(summary));
    to.write(figures(summary));
    to.write("<h2>Pictures and captions</h2>\n");
    to.write(
        "<p class=\"quiet\">Words that one side lacks are marked. <code>&lt;3: a horse&gt;</code>"
            + " names mask 3.</p>\n");
  }

  /** What happened to how many images, in a sentence. */
  public static String sentence(ReleaseDiff.Summary summary) {
    return String.format(
        Locale.ROOT,
        "%,d images came in, %,d fell out, %,d changed, of which %,d have another caption; %,d are as"
            + " they were.",
        summary.added(),
        summary.removed(),
        summary.changed(),
        summary.captionsChanged(),
        summary.unchanged());
  }

  private static String spent(ReleaseDiff.Spending spent) {
    String tokens =
        spent.promptTokens() + spent.answerTokens() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ", %,d tokens of prompts and %,d of answers",
                spent.promptTokens(),
                spent.answerTokens());
    return String.format(
        Locale.ROOT,
        "Asked for it: %,d answers%s%s.",
        spent.requests(),
        tokens,
        spent.cost().isEmpty() ? "" : ", " + spent.cost() + " spent");
  }

  private static String because(Change.Reason reason) {
    return switch (reason) {
      case MODEL -> "another model, or another revision of it, wrote them";
      case PROMPT -> "a prompt says something else";
      case MASK -> "a mask was added, removed, redrawn or given another class";
      case EDIT -> "a person corrected them";
      case IMAGE -> "the picture, the overlay's look or a budget is another one";
      case GATE -> "the same words are judged otherwise: flags";
      case DETAILS -> "the file name or the split is another one";
    };
  }

  /** Why images changed, as a table; nothing where none did. */
  public static String reasons(ReleaseDiff.Summary summary) {
    if (summary.reasons().isEmpty()) {
      return "";
    }
    StringBuilder table =
        new StringBuilder("<table><tr><th>Changed because</th><th>images</th></tr>\n");
    summary
        .reasons()
        .forEach(
            (reason, images) ->
                cells(table, because(reason), String.format(Locale.ROOT, "%,d", images)));
    return table.append("</table>\n").toString();
  }

  /** The figures of both releases and their differences, as a table. */
  public static String figures(ReleaseDiff.Summary summary) {
    StringBuilder table =
        new StringBuilder(
            "<table><tr><th></th><th>before</th><th>after</th><th>difference</th></tr>\n");
    ReleaseDiff.Figures before = summary.before();
    ReleaseDiff.Figures after = summary.after();
    count(table, "images published", before.rows(), after.rows());
    count(table, "images quarantined", sum(before.quarantine()), sum(after.quarantine()));
    counts(table, "– ", before.quarantine(), after.quarantine());
    count(table, "images that people edited", before.edited(), after.edited());
    mean(table, "words an image", before.meanWords(), after.meanWords());
    mean(table, "masks an image", before.meanMasks(), after.meanMasks());
    mean(table, "masks named", before.meanMasksMentioned(), after.meanMasksMentioned());
    counts(table, "flag ", before.flags(), after.flags());
    return table.append("</table>\n").toString();
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void counts(
      StringBuilder table, String what, Map<String, Long> before, Map<String, Long> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      count(table, what + name, before.getOrDefault(name, 0L), after.getOrDefault(name, 0L));
    }
  }

  private static void count(StringBuilder table, String name, long before, long after) {
    cells(
        table,
        name,
        String.format(Locale.ROOT, "%,d", before),
        String.format(Locale.ROOT, "%,d", after),
        before == after ? "" : String.format(Locale.ROOT, "%+,d", after - before));
  }

  private static void mean(StringBuilder table, String name, double before, double after) {
    String difference = String.format(Locale.ROOT, "%+.1f", after - before);
    cells(
        table,
        name,
        String.format(Locale.ROOT, "%.1f", before),
        String.format(Locale.ROOT, "%.1f", after),
        difference.matches("[+-]0\\.0") ? "" : difference);
  }

  private static void cells(StringBuilder table, String... cells) {
    table.append("<tr>");
    for (String cell : cells) {
      table.append("<td>").append(escape(cell)).append("</td>");
    }
    table.append("</tr>\n");
  }

  /**
   * Writes one change.
   *
   * @param jpeg a small picture, or an empty array where there is none
   */
  public void add(Change change, byte[] jpeg) throws IOException {
    to.write("<article><div><h2>" + escape(change.row().fileName()) + "</h2><p class=\"quiet\">");
    to.write(
        escape(
            switch (change.kind()) {
              case ADDED -> "came in";
              case REMOVED -> "fell out";
              case CHANGED ->
                  "changed: "
                      + String.join(
                          "; ", change.reasons().stream().map(DiffPage::because).toList());
            }));
    to.write("</p>");
    if (jpeg.length > 0) {
      to.write("<img alt=\"\" src=\"data:image/jpeg;base64,");
      to.write(Base64.getEncoder().encodeToString(jpeg));
      to.write("\">");
    }
    WordDiff words = WordDiff.between(caption(change.before()), caption(change.after()));
    to.write("</div><div><h2>Before</h2><p>");
    to.write(change.before() == null ? "–" : marked(words.baseStretches(), "del", change));
    to.write("</p></div><div><h2>After</h2><p>");
    to.write(change.after() == null ? "–" : marked(words.otherStretches(), "ins", change));
    to.write("</p></div></article>\n");
  }

  private static String caption(@Nullable ReleaseRow row) {
    return row == null ? "" : row.captionGrounded();
  }

  /** What came in or fell out as a whole is not marked. */
  private static String marked(List<WordDiff.Stretch> stretches, String tag, Change change) {
    StringBuilder text = new StringBuilder();
    for (WordDiff.Stretch stretch : stretches) {
      if (!stretch.alone() || change.kind() != Change.Kind.CHANGED) {
        text.append(escape(stretch.text()));
        continue;
      }
      String words = stretch.text().stripLeading();
      text.append(stretch.text(), 0, stretch.text().length() - words.length())
          .append("<" + tag + ">")
          .append(escape(words))
          .append("</" + tag + ">");
    }
    return text.toString();
  }

  /** Writes the end. */
  public void end() throws IOException {
    to.write("</body></html>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
