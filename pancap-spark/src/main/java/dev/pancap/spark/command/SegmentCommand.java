package dev.pancap.spark.command;

import dev.pancap.config.PancapConfig;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.segment.SegmentationModel;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.RunFailedException;
import dev.pancap.spark.SparkSessions;
import dev.pancap.spark.segment.PictureFile;
import dev.pancap.spark.segment.PictureFiles;
import dev.pancap.spark.segment.SegmentFolder;
import dev.pancap.spark.segment.SegmentPictures;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap segment}: finds the panoptic segments of pictures that nobody annotated. */
@Command(
    name = "segment",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the panoptic segments of pictures that nobody annotated, and writes them as COCO",
      "does: DIR/panoptic/*.png and DIR/panoptic.json, with a score for each segment.",
      "The model is a folder as on Hugging Face, with onnx/model.onnx: DETR (panoptic),",
      "MaskFormer or Mask2Former. docs/models.md says where to get one."
    },
    footer = {
      "",
      "Example:",
      "  pancap segment --images photos --model models/detr-resnet-50-panoptic --out masks",
      "  pancap build --images photos --masks masks/panoptic \\",
      "      --annotations masks/panoptic.json --out dataset",
      "or both at once:",
      "  pancap build --images photos --segment-with models/detr-resnet-50-panoptic --out dataset"
    })
public final class SegmentCommand implements Callable<Integer> {
  private static final int ROWS_PER_SORT_TASK = 5000;

  @Mixin private SettingsOptions settings;

  @Mixin private SummaryOptions summary;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "Folder of JPEG and PNG pictures: a local path, hdfs:// or s3a://.")
  private String images;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FOLDER",
      description = "The model's folder, at the same path on every machine.")
  private String model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write: a folder without a panoptic.json.")
  private String out;

  @Mixin private MasterOption master;

  /** What {@code --json} prints. */
  record Summary(
      long images,
      long segmented,
      long rejected,
      long segments,
      long unsureSegments,
      long withoutSegments,
      double seconds,
      String out) {}

  @Override
  public Integer call() throws IOException {
    PancapConfig config = settings.read();
    long start = System.nanoTime();
    SegmentationModel.Identity identity =
        SegmentationModel.check(model, config.segment(), CategoryTable.coco());
    try (SparkSessions.Session session = master.open()) {
      HadoopSettings hadoop = HadoopSettings.of(session.spark());
      SegmentFolder folder = new SegmentFolder(out, hadoop);
      folder.requireNew();
      List<PictureFile> pictures = PictureFiles.list(images, hadoop.configuration());
      // Rows without masks are small: Spark's 200 partitions would be 200 empty tasks a sort.
      session
          .spark()
          .conf()
          .set("spark.sql.shuffle.partitions", 1 + pictures.size() / ROWS_PER_SORT_TASK);
      SegmentPictures.Settings stage =
          new SegmentPictures.Settings(
              images, model, /* memory= */ null, config.segment(), config.limits(), hadoop);
      SegmentFolder.Written written =
          folder.write(
              new SegmentPictures(stage).apply(session.spark(), pictures),
              identity,
              config.segment().reviewBelowScore());
      report(written, pictures.size(), (System.nanoTime() - start) / 1e9);
    }
    return 0;
  }

  private void report(SegmentFolder.Written written, int found, double seconds) {
    if (written.pictures() + written.rejected() != found) {
      throw new IllegalStateException(
          "%d pictures went in, %d came out and %d were rejected"
              .formatted(found, written.pictures(), written.rejected()));
    }
    summary.print(
        new Summary(
            found,
            written.pictures(),
            written.rejected(),
            written.segments(),
            written.unsure(),
            written.withoutSegments(),
            Math.round(seconds * 1000) / 1000.0,
            out),
        String.format(
            Locale.ROOT,
            "%,d pictures: %,d segmented, %,d rejected; %,d segments, %,d of them unsure, in %.1f s%n"
                + "%s/panoptic.json names them, %s/rejected.jsonl says what was rejected",
            found,
            written.pictures(),
            written.rejected(),
            written.segments(),
            written.unsure(),
            seconds,
            out,
            out));
    if (written.pictures() == 0) {
      throw new RunFailedException(
          "No picture could be segmented; %s/rejected.jsonl says why".formatted(out));
    }
  }
}
