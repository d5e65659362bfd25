package dev.pancap.spark.command;

import dev.pancap.caption.RegionLine;
import dev.pancap.config.ConfigException;
import dev.pancap.config.PancapConfig;
import dev.pancap.gallery.GalleryHeader;
import dev.pancap.gallery.GalleryItem;
import dev.pancap.gallery.GalleryPage;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.model.Engines;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.ImagePreparer;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.panoptic.Segments;
import dev.pancap.panoptic.SourceImage;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.segment.FoundAnnotation;
import dev.pancap.segment.SegmentationModel;
import dev.pancap.spark.stage.CaptionPicture;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap caption}: the whole way for one picture that nobody annotated. */
@Command(
    name = "caption",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the segments of one picture, captions it, prints the grounded caption and writes a",
      "page with overlay, phrases and masks that opens from disk. Nothing else is stored."
    },
    footer = {
      "",
      "Example:",
      "  pancap caption --image photo.jpg --segment-with models/detr-resnet-50-panoptic \\",
      "      --out photo.html"
    })
public final class CaptionCommand implements Callable<Integer> {
  @Option(
      names = "--image",
      required = true,
      paramLabel = "FILE",
      description = "A JPEG or PNG picture.")
  private Path image = Path.of("");

  @Option(
      names = "--segment-with",
      required = true,
      paramLabel = "FOLDER",
      description = "The panoptic model that finds the segments (docs/models.md).")
  private String segmentWith = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.html",
      description = "The page to write.")
  private Path out = Path.of("");

  @Mixin private SettingsOptions settings;

  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(String captionGrounded, int segments, List<String> flags, String page) {}

  @Override
  public Integer call() throws IOException {
    PancapConfig config = settings.read();
    String name = String.valueOf(image.getFileName());
    byte[] picture = read(config);
    PreparedImage prepared = prepare(name, picture, config);
    try (VisionLanguageModel model = Engines.open(config)) {
      CaptionPicture.Captioned captioned =
          new CaptionPicture(config, model).caption(prepared, picture);
      write(prepared, picture, captioned, config);
      String grounded = captioned.composed().caption().caption().grounded();
      summary.print(
          new Summary(grounded, prepared.segments().size(), captioned.flags(), out.toString()),
          grounded + System.lineSeparator() + "Open " + out + " in a browser.");
    }
    return 0;
  }

  private byte[] read(PancapConfig config) throws IOException {
    try {
      ConfigException.check(
          Files.size(image) <= config.limits().maxFileBytes(),
          "--image %s is larger than limits.max-file-bytes",
          image);
      return Files.readAllBytes(image);
    } catch (NoSuchFileException e) {
      throw new ConfigException("--image " + image + " does not exist", e);
    }
  }

  private PreparedImage prepare(String name, byte[] picture, PancapConfig config) {
    try (SegmentationModel model =
        SegmentationModel.open(segmentWith, config.segment(), CategoryTable.coco())) {
      RgbImage pixels = Jpeg.decode(picture, config.limits());
      AnnotationEntry found = FoundAnnotation.of(0, name, model.segment(List.of(pixels)).get(0));
      SourceImage source =
          new SourceImage(
              0,
              name,
              "",
              pixels.width(),
              pixels.height(),
              image.toString(),
              null,
              found.maskPng(),
              found.segments());
      return new ImagePreparer(CategoryTable.coco(), config.limits())
          .prepare(source, picture, found.maskPng());
    } catch (BadRecordException e) {
      throw new ConfigException("--image %s: %s".formatted(image, e.getMessage()), e);
    }
  }

  private void write(
      PreparedImage prepared,
      byte[] picture,
      CaptionPicture.Captioned captioned,
      PancapConfig config)
      throws IOException {
    GalleryItem item =
        new GalleryItem(
            0,
            prepared.fileName(),
            picture,
            Segments.labelMap(prepared),
            prepared.segments().stream().map(s -> region(s, captioned.lines())).toList(),
            captioned.composed().caption().caption(),
            captioned.flags());
    GalleryHeader header =
        new GalleryHeader(prepared.fileName(), "Segments found by " + segmentWith, List.of());
    try (Writer page = Files.newBufferedWriter(out)) {
      new GalleryPage(config.overlay())
          .write(page, header, List.of(item).iterator(), Collections.emptyIterator());
    }
  }

  private static GalleryItem.Region region(Segment segment, List<RegionLine> lines) {
    String name =
        new Category(segment.categoryId(), segment.category(), "", segment.isThing()).displayName();
    String description =
        lines.stream()
            .filter(line -> line.mark() == segment.mark())
            .map(RegionLine::description)
            .findFirst()
            .orElse("");
    return new GalleryItem.Region(
        segment.mark(),
        name,
        segment.isThing(),
        segment.isCrowd(),
        segment.areaPixels(),
        description);
  }
}
