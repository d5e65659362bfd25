package dev.pancap.spark.command;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.audit.AuditFinding;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What an audit writes: a page for people, JSON with all findings, a table. */
final class AuditFiles {
  /** More are in the JSON and the table. */
  private static final int MOST_SHOWN = 1000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path folder;

  AuditFiles(Path folder) {
    this.folder = folder;
  }

  /** What {@code audit.json} holds. */
  record Audit(long captions, Map<String, Long> imagesByFault, List<AuditFinding> findings) {}

  void write(long captions, Map<String, Long> faults, List<AuditFinding> findings)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("audit.json"),
        JSON.writeValueAsString(new Audit(captions, faults, findings)) + "\n");
    try (BufferedWriter table = Files.newBufferedWriter(folder.resolve("findings.csv"))) {
      table.write("image_id,fault,detail\n");
      for (AuditFinding finding : findings) {
        table.write(
            "%d,%s,\"%s\"%n"
                .formatted(
                    finding.imageId(),
                    finding.fault(),
                    finding.detail().replace("\"", "\"\"").replaceAll("\\R", " ")));
      }
    }
    Files.writeString(folder.resolve("index.html"), page(captions, faults, findings));
  }

  private static String page(long captions, Map<String, Long> faults, List<AuditFinding> findings) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Audit</title>");
    page.append("<style>body{font:15px sans-serif;max-width:70em;margin:2em auto;padding:0 1em}");
    page.append("td,th{padding:.2em .8em;text-align:left;vertical-align:top}</style>");
    page.append("<h1>Audit of %,d captions</h1><table>".formatted(captions));
    page.append("<tr><th>fault<th>images");
    faults.forEach((fault, count) -> page.append("<tr><td>%s<td>%,d".formatted(fault, count)));
    page.append("</table><h2>Findings</h2>");
    if (findings.size() > MOST_SHOWN) {
      page.append(
          "<p>The first %,d of %,d; all are in findings.csv and audit.json."
              .formatted(MOST_SHOWN, findings.size()));
    }
    page.append("<table><tr><th>image<th>fault<th>what was found");
    for (AuditFinding finding : findings.subList(0, Math.min(MOST_SHOWN, findings.size()))) {
      page.append(
          "<tr><td>%d<td>%s<td>%s"
              .formatted(finding.imageId(), finding.fault(), escaped(finding.detail())));
    }
    return page.append("</table></html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
