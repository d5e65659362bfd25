package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.eval.panoptic.PanopticFile;
import dev.pancap.eval.report.CaptionFiles;
import dev.pancap.eval.report.DatasetReport;
import dev.pancap.eval.report.Distribution;
import dev.pancap.eval.report.ExamplePictures;
import dev.pancap.eval.report.PublishedDataset;
import dev.pancap.eval.report.ReportSource;
import dev.pancap.eval.report.ReportState;
import dev.pancap.eval.table.TextTable;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.report.ReleaseReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap report}: words per image, masks per image, as a page, JSON, tables and plots. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Counts words, sentences and masks per image, coverage, categories and nouns, and writes a",
      "page that opens from disk (index.html), report.json, two CSV files and the plots.",
      "",
      "Either of a release, or of captions that are not ours: a tar or folder of <image id>.txt",
      "(COCONut-PanCap), or COCO captions JSON, joined to panoptic annotations if given."
    },
    footer = {
      "",
      "Examples:",
      "  pancap report --release out --out report",
      "  pancap report --captions coconut_pancap_50k.tar --annotations panoptic_train2017.json \\",
      "      --out report"
    })
public final class ReportCommand implements Callable<Integer> {
  @Option(
      names = "--release",
      paramLabel = "DIR",
      description = "A release, or what build wrote to (then its current release); s3a:// too.")
  private @Nullable String release;

  @Option(
      names = "--captions",
      paramLabel = "PATH",
      description = "Captions of a published data set: .tar, .tar.gz, folder of .txt, or .json.")
  private @Nullable Path captions;

  @Option(
      names = "--annotations",
      paramLabel = "FILE",
      description = "With --captions: COCO panoptic JSON of the same images.")
  private @Nullable Path annotations;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write the report to.")
  private String out = "";

  @Mixin private SettingsOptions settings;
  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(
      long images,
      double wordsPerImage,
      double sentencesPerImage,
      @Nullable Double masksPerImage,
      @Nullable Double mentionedMasksPerImage) {}

  @Override
  public Integer call() throws IOException {
    ConfigException.check(
        (release == null) != (captions == null), "Give either --release or --captions");
    ConfigException.check(
        annotations == null || captions != null, "--annotations goes with --captions");
    ReportState state =
        captions == null
            ? ReleaseReport.write(
                String.valueOf(release),
                out,
                HadoopSettings.ofProcess().configuration(),
                settings.read().limits())
            : ofPublished(captions);
    boolean hasMasks = state.annotatedMasks().size() > 0;
    summary.print(
        new Summary(
            state.images(),
            state.words().mean(),
            state.sentences().mean(),
            hasMasks ? state.annotatedMasks().mean() : null,
            hasMasks ? state.mentionedMasks().mean() : null),
        text(state));
    return 0;
  }

  private ReportState ofPublished(Path source) throws IOException {
    PublishedDataset dataset =
        new PublishedDataset(
            CaptionFiles.read(source), annotations == null ? null : PanopticFile.read(annotations));
    DatasetReport report = new DatasetReport(Path.of(out));
    ReportState state = report.count(dataset.images());
    String name = String.valueOf(source.toAbsolutePath().normalize().getFileName());
    report.writeFigures(state, new ReportSource(name, dataset.notes()), ExamplePictures.NONE);
    return state;
  }

  private String text(ReportState state) {
    TextTable table = TextTable.of("per image", "mean", "median", "5 %", "95 %", "max");
    row(table, "words", state.words());
    row(table, "sentences", state.sentences());
    if (state.annotatedMasks().size() > 0) {
      row(table, "masks, annotated", state.annotatedMasks());
      row(table, "masks, named in the caption", state.mentionedMasks());
    }
    return "%s%n%,d images. The page: %s/index.html".formatted(table, state.images(), out);
  }

  private static void row(TextTable table, String name, Distribution counted) {
    table.row(
        name,
        TextTable.figure(counted.mean(), 1),
        TextTable.figure(counted.percentile(50), 0),
        TextTable.figure(counted.percentile(5), 0),
        TextTable.figure(counted.percentile(95), 0),
        TextTable.figure(counted.percentile(100), 0));
  }
}
