package dev.pancap.spark.command;

import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code pancap synth}: draws pictures with panoptic masks to try everything else on. */
@Command(
    name = "synth",
    mixinStandardHelpOptions = true,
    description = {
      "Draws pictures with panoptic masks, as COCO ships them:",
      "DIR/images/*.jpg, DIR/panoptic/*.png and DIR/panoptic.json.",
      "The same seed and size give the same files, on any machine."
    },
    footer = {
      "",
      "Example:",
      "  pancap synth --images 1000 --out pictures",
      "  pancap build --images pictures/images --masks pictures/panoptic \\",
      "      --annotations pictures/panoptic.json --out dataset"
    })
public final class SynthCommand implements Callable<Integer> {
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);

  @Spec private CommandSpec spec;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "N",
      description = "How many pictures to draw.")
  private int images;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write: a new folder, or an empty one.")
  private Path out = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "7",
      description = "Another seed draws other pictures. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "640x480",
      converter = SizeConverter.class,
      description = "Width and height of the pictures. Default: ${DEFAULT-VALUE}.")
  private Size size = new Size(640, 480);

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many pictures to draw at a time. Default: as many as there are cores.")
  private int threads;

  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(
      int images, long segments, long imageBytes, long maskBytes, double seconds, String out) {}

  /** Width and height in pixels. */
  record Size(int width, int height) {}

  @Override
  public Integer call() throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    SynthSettings settings =
        new SynthSettings(
            images, seed, size.width(), size.height(), threads == 0 ? cores : threads);
    long start = System.nanoTime();
    SynthWriter.Written written =
        new SynthWriter(settings, out).write(new Reports(spec.commandLine().getErr(), start));
    double seconds = (System.nanoTime() - start) / 1e9;
    summary.print(
        new Summary(
            written.images(),
            written.segments(),
            written.imageBytes(),
            written.maskBytes(),
            Math.round(seconds * 1000) / 1000.0,
            out.toString()),
        String.format(
            Locale.ROOT,
            "%,d pictures with %,d segments in %s (%.1f s, %.0f a second)",
            written.images(),
            written.segments(),
            out,
            seconds,
            written.images() / seconds));
    return 0;
  }

  /** A line on standard error now and then. */
  private final class Reports implements IntConsumer {
    private final PrintWriter err;
    private final long start;
    private long lastReport;

    private Reports(PrintWriter err, long start) {
      this.err = err;
      this.start = start;
      this.lastReport = start;
    }

    @Override
    public void accept(int done) {
      long now = System.nanoTime();
      if (now - lastReport >= BETWEEN_REPORTS.toNanos() && done < images) {
        lastReport = now;
        double aSecond = done / ((now - start) / 1e9);
        err.println(
            String.format(
                Locale.ROOT,
                "synth: %,d of %,d pictures, %.0f a second, %.0f s to go",
                done,
                images,
                aSecond,
                (images - done) / aSecond));
        err.flush();
      }
    }
  }

  /** Reads {@code 640x480}. */
  static final class SizeConverter implements ITypeConverter<Size> {
    @Override
    public Size convert(String value) {
      if (!value.matches("\\d{1,5}x\\d{1,5}")) {
        throw new TypeConversionException("expected a size such as 640x480, found '" + value + "'");
      }
      int x = value.indexOf('x');
      return new Size(
          Integer.parseInt(value.substring(0, x)), Integer.parseInt(value.substring(x + 1)));
    }
  }
}
