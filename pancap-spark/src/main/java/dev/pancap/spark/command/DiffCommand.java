package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.report.DiffFiles;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.diff.ReleaseDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Path folder = page.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    ReleaseDiff.Summary found =
        DiffFiles.write(
            releases,
            versions,
            hadoop,
            new DiffFiles.Target(
                new org.apache.hadoop.fs.Path(page.toAbsolutePath().toUri()), pictures));
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
