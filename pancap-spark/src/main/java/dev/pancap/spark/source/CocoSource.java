package dev.pancap.spark.source;

import dev.pancap.config.ConfigException;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.CocoPanopticJson;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.quarantine.Rejection;
import dev.pancap.spark.HadoopSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A COCO panoptic file with its folders of pictures and masks, as COCO publishes it and as
 * COCONut's downloader writes it. The file is read once, as a stream, by the driver.
 */
public final class CocoSource implements ImageSource {
  private final String annotations;
  private final ImageFolders folders;
  private final int maxSegments;

  public CocoSource(String annotations, ImageFolders folders, int maxSegments) {
    this.annotations = annotations;
    this.folders = folders;
    this.maxSegments = maxSegments;
  }

  @Override
  public Pieces open(SparkSession spark, String runDir) {
    Configuration hadoop = HadoopSettings.of(spark).configuration();
    String masks = String.valueOf(folders.masks());
    boolean isPacked = folders.pack() != null;
    if (!isPacked) {
      InputFiles.requireFolder("--images", folders.images(), hadoop);
      InputFiles.requireFolder("--masks", masks, hadoop);
    }
    Checks checks =
        new Checks(
            new IdOverlap(),
            isPacked ? null : new FirstMatch("--images", folders.images(), hadoop),
            isPacked ? null : new FirstMatch("--masks", masks, hadoop));
    try (InputStream json = InputFiles.open("--annotations", annotations, hadoop);
        SpilledPieces spill = new SpilledPieces(new Path(runDir, "source"), hadoop)) {
      CategoryTable categories =
          CocoPanopticJson.read(json, annotations, maxSegments, new Spiller(spill, checks));
      checks.require(annotations);
      return new Pieces(
          spill.rows(spark),
          categories,
          folders,
          spill.annotations(categories.all().toString()),
          spill.weights());
    } catch (IOException e) {
      throw new ConfigException(
          "%s cannot be read into %s: %s".formatted(annotations, runDir, e.getMessage()), e);
    }
  }

  @Override
  public List<String> inputs() {
    return List.of(folders.images(), String.valueOf(folders.masks()), annotations);
  }

  @Override
  public String name() {
    return "coco " + annotations + " " + folders.name();
  }

  @Override
  public Optional<List<String>> listing(Configuration hadoop) {
    InputFiles.requireFile("--annotations", annotations, hadoop);
    return Optional.of(List.of(annotations));
  }

  /**
   * What shows that files and annotations belong together.
   *
   * @param pictures null where the files are packed: then they were looked for before
   */
  private record Checks(IdOverlap ids, @Nullable FirstMatch pictures, @Nullable FirstMatch masks) {
    static void look(@Nullable FirstMatch match, String name) throws IOException {
      if (match != null) {
        match.look(name);
      }
    }

    void require(String annotations) {
      ids.require(annotations);
      if (pictures != null) {
        pictures.require();
      }
      if (masks != null) {
        masks.require();
      }
    }
  }

  private record Spiller(SpilledPieces spill, Checks checks) implements CocoPanopticJson.Visitor {
    @Override
    public void picture(PictureEntry picture) throws IOException {
      checks.ids.picture(picture.imageId());
      Checks.look(checks.pictures, picture.fileName());
      spill.add(ImagePiece.of(picture));
    }

    @Override
    public void annotation(AnnotationEntry annotation) throws IOException {
      checks.ids.annotation(annotation.imageId());
      Checks.look(checks.masks, annotation.maskFile());
      spill.add(ImagePiece.of(annotation));
    }

    @Override
    public void rejected(Rejection rejection) throws IOException {
      spill.add(ImagePiece.of(rejection));
    }
  }
}
