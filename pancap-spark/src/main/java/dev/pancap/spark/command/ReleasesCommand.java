package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pancap releases}: which releases there are, which one readers take, which ones go. */
@Command(
    name = "releases",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the releases of an output folder; the current one has a star.",
      "promote VERSION makes another one current, which is also how to go back.",
      "prune removes old ones, the current one never."
    },
    footer = {
      "",
      "Examples:",
      "  pancap releases --out out",
      "  pancap releases --out out promote 20261122T010000Z",
      "  pancap releases --out out prune --keep 14"
    })
public final class ReleasesCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "What build wrote to.")
  private String out = "";

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "14",
      description = "prune: how many stay, the current one among them. Default: ${DEFAULT-VALUE}.")
  private int keep;

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "list",
      paramLabel = "ACTION",
      description = "list, promote or prune. Default: list.")
  private String action = "";

  @Parameters(index = "1", arity = "0..1", defaultValue = "", paramLabel = "VERSION")
  private String version = "";

  @Mixin private SummaryOptions summary;

  /** One release. */
  record Listed(String version, boolean current, long rows, String createdAt) {}

  /** What {@code --json} prints. */
  record Summary(List<Listed> releases, List<String> removed) {}

  @Override
  public Integer call() throws IOException {
    ReleaseFolder releases = ReleaseFolder.open(out, HadoopSettings.ofProcess().configuration());
    List<String> removed = List.of();
    switch (action) {
      case "list" -> ConfigException.check(version.isEmpty(), "list takes no version");
      case "promote" -> {
        ConfigException.check(
            !version.isEmpty(), "Say which: releases --out %s promote VERSION", out);
        ConfigException.check(
            releases.manifest(version).isPresent(),
            "There is no complete release %s; those there are: %s",
            version,
            String.join(", ", releases.versions()));
        releases.makeCurrent(version);
      }
      case "prune" -> {
        ConfigException.check(keep >= 1, "--keep must be at least 1: %d", keep);
        removed = releases.prune(keep);
      }
      default ->
          throw new ConfigException("releases can list, promote and prune, not '" + action + "'");
    }
    List<Listed> listed = list(releases);
    summary.print(new Summary(listed, removed), text(listed, removed));
    return 0;
  }

  private static List<Listed> list(ReleaseFolder releases) throws IOException {
    String current = releases.current().orElse("");
    List<Listed> listed = new ArrayList<>();
    for (String name : releases.versions()) {
      ReleaseManifest manifest = releases.manifest(name).orElseThrow();
      listed.add(new Listed(name, name.equals(current), manifest.rows(), manifest.createdAt()));
    }
    return listed;
  }

  private static String text(List<Listed> listed, List<String> removed) {
    StringBuilder text = new StringBuilder();
    for (Listed release : listed) {
      text.append(
          "%s %-24s %,10d images  %s%n"
              .formatted(
                  release.current() ? "*" : " ",
                  release.version(),
                  release.rows(),
                  release.createdAt()));
    }
    if (listed.isEmpty()) {
      text.append("No release yet.\n");
    }
    removed.forEach(name -> text.append("removed ").append(name).append('\n'));
    return text.toString().stripTrailing();
  }
}
