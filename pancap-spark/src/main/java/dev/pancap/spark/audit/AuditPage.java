package dev.pancap.spark.audit;

import dev.pancap.audit.AuditBatch;
import dev.pancap.audit.AuditFault;
import dev.pancap.audit.AuditFinding;
import dev.pancap.audit.AuditResult;
import dev.pancap.audit.AuditStatistics;
import dev.pancap.gallery.Html;
import java.util.List;
import java.util.Locale;

/** An audit as a page that needs no other file: what was found, the batches, the figures. */
final class AuditPage {
  /** Of each fault; the others are in the table. */
  private static final int MOST_SHOWN = 50;

  private static final int MOST_BATCHES = 200;

  private static final String STYLE =
      """
      body{font:16px/1.5 "Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;
        color:#1f2328;max-width:60em;margin:0 auto;padding:2em 1.5em}
      h1{font-size:2em;margin:0}h2{font-size:1.4em;margin:2em 0 .4em}
      p.soft,td.soft,summary small{color:#59636e}
      table{border-collapse:collapse;width:100%;font-size:.9em}
      th,td{text-align:left;padding:.3em .7em;border-bottom:1px solid #d8dee4;vertical-align:top}
      td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
      tr.found td{font-weight:600}tr.none td{color:#8b949e}
      .cards{display:flex;gap:1em;flex-wrap:wrap;margin:1.2em 0}
      .card{background:#f6f8fa;border-radius:8px;padding:.7em 1em}
      .card b{display:block;font-size:1.5em}.card span{color:#59636e;font-size:.85em}
      .bad{color:#b3261e}.good{color:#1a7f37}
      details{border-bottom:1px solid #d8dee4;padding:.4em 0}summary{cursor:pointer}
      code{font-size:.9em;overflow-wrap:anywhere}
      """;

  private final AuditResult audit;
  private final String form;
  private final StringBuilder html = new StringBuilder(1 << 16);

  AuditPage(AuditResult audit, String form) {
    this.audit = audit;
    this.form = form;
  }

  String toHtml() {
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<title>Audit</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>Audit of grounded captions</h1>\n<p class=\"soft\">")
        .append(Html.escape(form))
        .append("</p>\n<div class=\"cards\">");
    card(figure("%,d", audit.captions()), "captions");
    card(figure("%,d", audit.faultyImages()), "images with a fault");
    card(
        figure("%,d", audit.findings().stream().map(AuditFinding::imageId).distinct().count()),
        "images with a fault or a note");
    html.append("</div>\n");
    faults();
    batches();
    statistics();
    findings();
    return html.append("</body></html>\n").toString();
  }

  private void card(String figure, String label) {
    html.append("<div class=\"card\"><b>").append(figure).append("</b><span>");
    html.append(label).append("</span></div>");
  }

  private void faults() {
    html.append("<h2>What was looked for</h2>\n<table><tr><th>name<th>meaning<th class=n>images");
    audit
        .imagesByFault()
        .forEach(
            (fault, images) ->
                html.append(images > 0 ? "\n<tr class=found>" : "\n<tr class=none>")
                    .append("<td><code>")
                    .append(fault)
                    .append("</code><td>")
                    .append(Html.escape(fault.meaning()))
                    .append(fault.severity() == AuditFault.Severity.NOTE ? " (a note)" : "")
                    .append("<td class=n>")
                    .append(figure("%,d", images)));
    html.append("</table>\n");
  }

  private void batches() {
    List<AuditBatch> odd =
        audit.batches().values().stream()
            .filter(batch -> batch.verdict() != AuditBatch.Verdict.AS_WRITTEN)
            .limit(MOST_BATCHES)
            .toList();
    long fine =
        audit.batches().values().stream()
            .filter(batch -> batch.verdict() == AuditBatch.Verdict.AS_WRITTEN)
            .count();
    html.append("<h2>Where ids start, by batch of files</h2>\n<p>")
        .append(
            figure(
                "%,d of %,d batches mean their ids as they are written.",
                fine, audit.batches().size()))
        .append(
            " A caption tells if at least three ids stand under phrases that name a class.</p>");
    if (!odd.isEmpty()) {
      html.append("<table><tr><th>batch<th>verdict<th class=n>captions<th class=n>that tell")
          .append("<th class=n>fit as written<th class=n>fit one higher<th class=n>one lower")
          .append("<th class=n>name 0");
      for (AuditBatch batch : odd) {
        html.append("\n<tr><td><code>").append(Html.escape(batch.name())).append("</code><td>");
        html.append(batch.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        for (long count :
            new long[] {
              batch.captions(),
              batch.telling(),
              batch.asWritten(),
              batch.oneHigher(),
              batch.oneLower(),
              batch.withZero()
            }) {
          html.append("<td class=n>").append(figure("%,d", count));
        }
      }
      html.append("</table>\n");
    }
  }

  private void statistics() {
    AuditStatistics here = audit.statistics();
    AuditStatistics paper = AuditStatistics.PAPER;
    html.append("<h2>Beside the paper</h2>\n<table><tr><th>mean<th class=n>here")
        .append("<th class=n>paper, training set");
    figures("words a caption", here.words(), figure("%.0f", paper.words()));
    figures("sentences a caption", here.sentences(), "about " + figure("%.0f", paper.sentences()));
    figures("masks an image, annotated", here.masks(), figure("%.1f", paper.masks()));
    figures("masks an image, named by the caption", here.named(), "the same or not: not said");
    html.append("</table>\n");
  }

  private void figures(String what, double here, String paper) {
    html.append("\n<tr><td>").append(what).append("<td class=n>").append(figure("%.1f", here));
    html.append("<td class=n>").append(paper);
  }

  private void findings() {
    html.append("<h2>Findings</h2>\n<p class=\"soft\">The first ")
        .append(MOST_SHOWN)
        .append(" of each kind; all are in findings.csv and audit.json.</p>\n");
    for (AuditFault fault : AuditFault.values()) {
      List<AuditFinding> found =
          audit.findings().stream().filter(finding -> finding.fault() == fault).toList();
      if (found.isEmpty()) {
        continue;
      }
      html.append("<details><summary><code>").append(fault).append("</code> <small>");
      html.append(figure("%,d findings", found.size())).append("</small></summary><table>");
      for (AuditFinding finding : found.subList(0, Math.min(MOST_SHOWN, found.size()))) {
        html.append("\n<tr><td class=n>").append(finding.imageId()).append("<td>");
        html.append(Html.escape(finding.detail()));
      }
      html.append("</table></details>\n");
    }
  }

  private static String figure(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
