package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.config.PancapConfig;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.gallery.ReleaseChoice;
import dev.pancap.spark.gallery.ReleaseGallery;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap gallery}: a release's pictures and captions as one HTML page. */
@Command(
    name = "gallery",
    mixinStandardHelpOptions = true,
    description = {
      "Writes one HTML page with pictures of a release beside their captions: pointing at a phrase",
      "lights its masks, pointing at a mask its phrases. Below them stands what fell out, and why.",
      "The page opens from disk and needs no network."
    },
    footer = {
      "",
      "Examples:",
      "  pancap gallery --release dataset --out gallery.html",
      "  pancap gallery --release dataset --out two.html --image 139 --image 285"
    })
public final class GalleryCommand implements Callable<Integer> {
  @Option(
      names = "--release",
      required = true,
      paramLabel = "DIR",
      description = "A release, or what build wrote to (then its current release); s3a:// too.")
  private String release = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.html",
      description = "The page to write.")
  private Path out = Path.of("");

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many pictures, spread evenly. Default: ${DEFAULT-VALUE}.")
  private int sample;

  @Option(
      names = "--image",
      paramLabel = "ID",
      arity = "1..*",
      description = "Show these images, and no others.")
  private List<Long> images = new ArrayList<>();

  @Mixin private SettingsOptions settings;
  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(String version, int pictures, long published, long quarantined, String page) {}

  @Override
  public Integer call() throws IOException {
    PancapConfig config = settings.read();
    ReleaseChoice choice = ReleaseChoice.of(sample, images);
    ReleaseGallery gallery =
        ReleaseGallery.open(release, HadoopSettings.ofProcess().configuration());
    Path target = out.toAbsolutePath();
    Path folder = target.getParent();
    ConfigException.check(
        folder != null && Files.isDirectory(folder) && !Files.isDirectory(target),
        "--out %s must be a file in a folder that is there",
        out);
    Path unfinished = target.resolveSibling("." + target.getFileName() + ".unfinished");
    ReleaseGallery.Written written;
    try {
      try (Writer writer = Files.newBufferedWriter(unfinished)) {
        written = gallery.write(writer, choice, config);
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    summary.print(
        new Summary(
            written.version(),
            written.pictures(),
            written.published(),
            written.quarantined(),
            out.toString()),
        "%d pictures of release %s in %s: open it in a browser"
            .formatted(written.pictures(), written.version(), out));
    return 0;
  }
}
