package dev.pancap.spark.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.diff.Change;
import dev.pancap.store.diff.DiffPage;
import dev.pancap.store.diff.ReleaseDiff;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap diff}: what changed between two releases, and why, as a page and as JSON. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Compares two releases image by image: what was added, removed and changed, and for what reason",
      "(model, prompt, mask, edit, image, gate), with the figures and flags before and after."
    },
    footer = {
      "",
      "Example:",
      "  pancap diff --out out --from 20261121T010000Z --to 20261122T010000Z --page diff.html"
    })
public final class DiffCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "What build wrote to.")
  private String out = "";

  @Option(
      names = "--from",
      paramLabel = "VERSION",
      defaultValue = "",
      description = "The older release. Default: the one before the newer one.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      defaultValue = "",
      description = "The newer release. Default: the newest one.")
  private String to = "";

  @Option(
      names = "--page",
      paramLabel = "FILE",
      defaultValue = "diff.html",
      description = "Where the page goes; the JSON goes beside it. Default: ${DEFAULT-VALUE}.")
  private Path page = Path.of("diff.html");

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many changes the page shows. Default: ${DEFAULT-VALUE}.")
  private int pictures;

  @Mixin private SummaryOptions summary;

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = HadoopSettings.ofProcess().configuration();
    ReleaseFolder releases = ReleaseFolder.open(out, hadoop);
    ReleaseDiff.Versions versions = versions(releases);
    ReleaseDiff.Summary found = write(releases, versions, hadoop, page, pictures);
    summary.print(found, text(found, page));
    return 0;
  }

  private ReleaseDiff.Versions versions(ReleaseFolder releases) throws IOException {
    List<String> all = releases.versions();
    String newer = to.isEmpty() && !all.isEmpty() ? all.get(all.size() - 1) : to;
    int at = all.indexOf(newer);
    ConfigException.check(
        at >= 0, "--to names no complete release; those there are: %s", String.join(", ", all));
    ConfigException.check(
        !from.isEmpty() || at > 0, "There is no release before %s to compare it with", newer);
    String older = from.isEmpty() ? all.get(at - 1) : from;
    ConfigException.check(
        all.contains(older),
        "--from names no complete release; those there are: %s",
        String.join(", ", all));
    return new ReleaseDiff.Versions(older, newer);
  }

  /** Writes page and JSON, and returns what was counted. */
  static ReleaseDiff.Summary write(
      ReleaseFolder releases,
      ReleaseDiff.Versions versions,
      Configuration hadoop,
      Path page,
      int pictures)
      throws IOException {
    List<Change> shown = new ArrayList<>();
    ReleaseDiff.Summary found =
        ReleaseDiff.compare(
            releases,
            versions,
            hadoop,
            change -> {
              if (shown.size() < pictures && change.isCaptionChanged()) {
                shown.add(change);
              }
            });
    Path folder = page.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (Writer writer = Files.newBufferedWriter(page)) {
      DiffPage html = new DiffPage(writer);
      html.begin(found);
      for (Change change : shown) {
        html.add(change, picture(change, hadoop));
      }
      html.end();
    } catch (UncheckedIOException e) {
      throw new IOException("The page cannot be written", e);
    }
    Files.writeString(
        page.resolveSibling(page.getFileName().toString().replaceFirst("\\.html?$", "") + ".json"),
        JSON.writeValueAsString(found) + "\n");
    return found;
  }

  /** The picture's file as it is; a picture that is gone by now is left out. */
  private static byte[] picture(Change change, Configuration hadoop) {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(change.row().imagePath());
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  static String text(ReleaseDiff.Summary found, Path page) {
    return String.format(
        Locale.ROOT,
        "%s to %s: %,d added, %,d removed, %,d changed (%,d captions), %,d as they were%n%s%nPage: %s",
        found.from(),
        found.to(),
        found.added(),
        found.removed(),
        found.changed(),
        found.captionsChanged(),
        found.unchanged(),
        found.reasons(),
        page.toAbsolutePath());
  }
}
