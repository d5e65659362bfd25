package dev.pancap.review;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.config.ConfigReader;
import dev.pancap.config.PancapConfig;
import dev.pancap.edit.EditOutcome;
import dev.pancap.edit.EditRecord;
import dev.pancap.edit.Revision;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.overlay.OverlayRenderer;
import dev.pancap.panoptic.Segments;
import dev.pancap.store.EditLog;
import dev.pancap.store.ProcessSettings;
import dev.pancap.store.QueueEntry;
import dev.pancap.store.ReviewImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pancap edits}: edits out, edits in, and how far the raters are. */
@Command(
    name = "edits",
    mixinStandardHelpOptions = true,
    description = "Takes edits out, brings edits in, and says how far the raters are.",
    footer = {
      "",
      "Examples:",
      "  ./pancap edits status --out out",
      "  ./pancap edits export --out out --format label-studio --to tasks.json",
      "  ./pancap edits import --out out --format label-studio --from export.json"
    })
final class EditsCommand {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  @Spec private CommandSpec spec;

  /** How edits are written. */
  enum Format {
    LABEL_STUDIO,
    JSONL;

    @Override
    public String toString() {
      return this == LABEL_STUDIO ? "label-studio" : "jsonl";
    }

    static Format of(String name) {
      for (Format format : values()) {
        if (format.toString().equals(name)) {
          return format;
        }
      }
      throw new ConfigException("--format is label-studio or jsonl, not '%s'".formatted(name));
    }
  }

  private record Opened(ReleaseCatalog catalog, EditLog log, List<EditRecord> edits) {}

  private Opened open(String out) throws IOException {
    Configuration hadoop = ProcessSettings.configuration();
    EditLog log = EditLog.open(out, hadoop);
    List<EditRecord> edits =
        log.read(problem -> spec.commandLine().getErr().println("pancap: " + problem));
    return new Opened(ReleaseCatalog.open(out, hadoop), log, edits);
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "jsonl: every edit, one JSON object a line.",
        "label-studio: a task for each image that wants a person, with its overlay pictures in a"
            + " folder beside FILE and the labelling configuration in FILE.xml."
      })
  int export(
      @Option(names = "--out", required = true, paramLabel = "DIR") String out,
      @Option(names = "--format", required = true, paramLabel = "FORMAT") String format,
      @Option(names = "--to", required = true, paramLabel = "FILE") Path to,
      @Option(
              names = "--policy",
              defaultValue = "flagged",
              paramLabel = "POLICY",
              description = "label-studio: flagged, all or sample:SHARE. Default: flagged.")
          String policy)
      throws IOException {
    Format wanted = Format.of(format);
    ReviewPolicy review = ReviewPolicy.parse(policy);
    Opened opened = open(out);
    int count;
    if (wanted == Format.JSONL) {
      try (Writer writer = Files.newBufferedWriter(to)) {
        EditExchange.writeLines(opened.edits(), writer);
      }
      count = opened.edits().size();
    } else {
      count = exportTasks(opened.catalog(), review, to);
    }
    spec.commandLine().getOut().printf("%d %s written to %s%n", count, noun(wanted), to);
    return 0;
  }

  private static String noun(Format format) {
    return format == Format.JSONL ? "edits" : "tasks";
  }

  private static int exportTasks(ReleaseCatalog catalog, ReviewPolicy policy, Path to)
      throws IOException {
    Path overlays = to.resolveSibling(to.getFileName() + "-overlays");
    Files.createDirectories(overlays);
    Files.writeString(to.resolveSibling(to.getFileName() + ".xml"), LabelStudio.CONFIG);
    int count = 0;
    try (JsonGenerator json = JSON.createGenerator(to.toFile(), JsonEncoding.UTF8)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      json.writeStartArray();
      for (QueueEntry entry : catalog.entries()) {
        if (policy.wants(entry)) {
          ReviewImage image = catalog.image(entry.imageId()).orElseThrow();
          Path overlay = overlays.resolve(entry.imageId() + ".jpg");
          Files.write(overlay, overlay(catalog, image));
          LabelStudio.writeTask(
              image,
              new LabelStudio.Pictures(
                  image.image().imagePath(), overlay.toAbsolutePath().toUri().toString()),
              json);
          count++;
        }
      }
      json.writeEndArray();
    }
    return count;
  }

  private static byte[] overlay(ReleaseCatalog catalog, ReviewImage review) throws IOException {
    PancapConfig config = ConfigReader.read(null, "", List.of());
    RgbImage picture = Jpeg.decode(catalog.picture(review), config.limits());
    return Jpeg.encode(
        new OverlayRenderer(config.overlay())
            .render(picture, Segments.labelMap(review.image()), review.image().segments()),
        config.overlay().jpegQuality());
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Stores what FILE holds under DIR/edits. What cannot be taken is named line by line;"
              + " what is there already is counted.")
  int importFrom(
      @Option(names = "--out", required = true, paramLabel = "DIR") String out,
      @Option(names = "--format", required = true, paramLabel = "FORMAT") String format,
      @Option(names = "--from", required = true, paramLabel = "FILE") Path from)
      throws IOException {
    Format given = Format.of(format);
    ConfigException.check(
        Files.isReadable(from), "--from names no file that can be read: %s", from);
    Opened opened = open(out);
    EditExchange.Imported imported;
    try (BufferedReader reader = Files.newBufferedReader(from)) {
      imported =
          given == Format.JSONL
              ? EditExchange.readLines(reader, opened.catalog(), opened.edits())
              : LabelStudio.read(
                  reader, opened.catalog(), opened.edits(), System.currentTimeMillis());
    }
    opened.log().append(imported.edits());
    PrintWriter err = spec.commandLine().getErr();
    imported.problems().forEach(problem -> err.println(from + ", " + problem));
    spec.commandLine()
        .getOut()
        .printf(
            "%d edits imported, %d were there already, %d remarks%n",
            imported.edits().size(), imported.alreadyThere(), imported.problems().size());
    return 0;
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "How many images want a person, how many are done, what is in conflict.")
  int status(
      @Option(names = "--out", required = true, paramLabel = "DIR") String out,
      @Option(names = "--policy", defaultValue = "flagged", paramLabel = "POLICY") String policy,
      @Option(names = "--json", description = "One JSON object on standard output.") boolean json)
      throws IOException {
    ReviewPolicy review = ReviewPolicy.parse(policy);
    Opened opened = open(out);
    ReviewDesk desk = ReviewDesk.open(opened.catalog(), opened.log(), review);
    ReviewDesk.Progress progress = desk.progress();
    Map<String, Integer> byRater = new TreeMap<>();
    opened.edits().forEach(edit -> byRater.merge(edit.rater(), 1, Integer::sum));
    List<Long> conflicts = conflicts(desk, opened.edits());
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("waiting", progress.queued() - progress.done());
      summary.put("done", progress.done());
      summary.put("edits", progress.edits());
      summary.put("conflicts", conflicts);
      summary.put("by_rater", byRater);
      to.println(JSON.writeValueAsString(summary));
    } else {
      to.printf(
          "waiting    %d images%ndone       %d images%nedits      %d%nconflicts  %d images%s%n",
          progress.queued() - progress.done(),
          progress.done(),
          progress.edits(),
          conflicts.size(),
          conflicts.isEmpty() ? "" : ": " + conflicts);
      byRater.forEach((rater, count) -> to.printf("  %-20s %d edits%n", rater, count));
    }
    return 0;
  }

  private static List<Long> conflicts(ReviewDesk desk, List<EditRecord> edits) throws IOException {
    List<Long> conflicts = new ArrayList<>();
    for (long imageId : edits.stream().mapToLong(EditRecord::imageId).distinct().toArray()) {
      ReviewImage image = desk.image(imageId).orElse(null);
      if (image == null || hasConflict(image, desk.editsOf(imageId))) {
        conflicts.add(imageId);
      }
    }
    return conflicts;
  }

  private static boolean hasConflict(ReviewImage image, List<EditRecord> edits) {
    return Revision.outcomes(image.image(), image.lines(), image.caption(), edits).stream()
        .anyMatch(EditOutcome::isOpen);
  }
}
