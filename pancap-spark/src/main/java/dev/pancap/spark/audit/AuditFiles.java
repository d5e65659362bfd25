package dev.pancap.spark.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.audit.AuditFinding;
import dev.pancap.audit.AuditResult;
import dev.pancap.audit.AuditStatistics;
import dev.pancap.audit.CaptionRepair;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What an audit writes: a page for people, JSON with all findings, tables. */
public final class AuditFiles {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

  private final Path folder;

  public AuditFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes {@code index.html}, {@code audit.json} and {@code findings.csv}. */
  public void write(AuditResult audit, String form) throws IOException {
    Files.createDirectories(folder);
    try (BufferedWriter file = Files.newBufferedWriter(folder.resolve("audit.json"));
        JsonGenerator json = JSON.createGenerator(file).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("form", form);
      json.writeNumberField("captions", audit.captions());
      json.writeObjectField("images_by_fault", audit.imagesByFault());
      json.writeObjectField("statistics", audit.statistics());
      json.writeObjectField("paper", AuditStatistics.PAPER);
      json.writeObjectField("batches", audit.batches().values());
      json.writeArrayFieldStart("findings");
      for (AuditFinding finding : audit.findings()) {
        json.writeObject(finding);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    try (BufferedWriter table = Files.newBufferedWriter(folder.resolve("findings.csv"))) {
      table.write("image_id,fault,severity,detail\n");
      for (AuditFinding finding : audit.findings()) {
        table.write(
            "%d,%s,%s,%s\n"
                .formatted(
                    finding.imageId(),
                    finding.fault(),
                    finding.fault().severity(),
                    cell(finding.detail())));
      }
    }
    Files.writeString(folder.resolve("index.html"), new AuditPage(audit, form).toHtml());
  }

  /** Writes {@code changes.csv}, a line a change. */
  public void writeChanges(List<CaptionRepair.Change> changes) throws IOException {
    try (BufferedWriter table = Files.newBufferedWriter(folder.resolve("changes.csv"))) {
      table.write("image_id,to_image_id,mended,why,before,after\n");
      for (CaptionRepair.Change change : changes) {
        table.write(
            "%d,%d,%s,%s,%s,%s\n"
                .formatted(
                    change.imageId(),
                    change.to(),
                    change.mended(),
                    cell(change.why()),
                    cell(change.before()),
                    cell(change.after())));
      }
    }
  }

  /** RFC 4180, one line a record. */
  private static String cell(String text) {
    return '"' + text.replace("\"", "\"\"").replaceAll("\\R", " ") + '"';
  }
}
