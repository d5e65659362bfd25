package dev.pancap.spark.command;

import dev.pancap.spark.PancapCommand;
import dev.pancap.spark.RunFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pancap demo}: the whole way from pictures to a page, by the commands a user would type.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Draws pictures, captions and publishes them, and makes a page of them to look at.",
      "Run it again in the same folder: nothing is drawn and nothing is asked a second time."
    },
    footer = {"", "Example:", "  pancap demo --out my-demo"})
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "pancap-demo",
      description = "Folder for everything. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("pancap-demo");

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many pictures to draw. Default: ${DEFAULT-VALUE}.")
  private int images;

  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(String pictures, String release, String gallery, String report) {}

  @Override
  public Integer call() throws IOException {
    Path pictures = out.resolve("pictures");
    Path dataset = out.resolve("out");
    Path gallery = out.resolve("gallery.html");
    Path report = out.resolve("report");
    if (!Files.exists(pictures.resolve("panoptic.json"))) {
      step("synth", "--images", Integer.toString(images), "--out", pictures.toString());
    }
    step(
        "build",
        "--images",
        pictures.resolve("images").toString(),
        "--masks",
        pictures.resolve("panoptic").toString(),
        "--annotations",
        pictures.resolve("panoptic.json").toString(),
        "--out",
        dataset.toString());
    String version = Files.readString(dataset.resolve("CURRENT")).strip();
    Path release = dataset.resolve("releases").resolve(version);
    step("gallery", "--release", release.toString(), "--out", gallery.toString());
    step("report", "--release", release.toString(), "--out", report.toString());
    summary.print(
        new Summary(pictures.toString(), release.toString(), gallery.toString(), report.toString()),
        """

        Done. Look at
          %s   pictures beside their captions: open it in a browser
          %s   the figures of the data set
          %s   the data set: load_dataset("parquet", data_files="%s/data/*.parquet")
        """
            .formatted(
                gallery.toAbsolutePath(),
                report.resolve("index.html").toAbsolutePath(),
                release.toAbsolutePath(),
                release.toAbsolutePath()));
    return 0;
  }

  /** Runs one command; what it says goes to standard error, as results are the demo's own. */
  private void step(String... args) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("$ pancap " + String.join(" ", args));
    StringWriter said = new StringWriter();
    int exit = PancapCommand.run(new PrintWriter(said), err, args);
    err.print(said);
    err.flush();
    if (exit != 0) {
      throw new RunFailedException("pancap %s failed, see above".formatted(args[0]));
    }
  }
}
