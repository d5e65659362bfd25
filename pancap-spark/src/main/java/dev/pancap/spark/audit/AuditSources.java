package dev.pancap.spark.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.audit.AuditedMask;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.export.OpenRelease;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.encoder.RecordEncoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Reads data sets in the forms in which they are published: COCONut-PanCap's text files, a release
 * of ours, PanoCaps as JSON twins or Parquet, ConCor-1's Parquet.
 */
public final class AuditSources {
  /** The form of sets that can be written again. */
  public static final String TEXTS = "COCONut-PanCap's text files";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final LimitsConfig limits;
  private final Wanted wanted;

  /**
   * What a user names.
   *
   * @param captions the set
   * @param annotations COCO panoptic JSON, or null
   * @param masks folder of panoptic PNGs, or null
   * @param batchSize files of one folder that are judged together
   */
  public record Wanted(
      Path captions, @Nullable Path annotations, @Nullable String masks, int batchSize) {
    public Wanted {
      ConfigException.check(batchSize >= 1, "--batch-size must be 1 or more: %d", batchSize);
    }
  }

  public AuditSources(SparkSession spark, LimitsConfig limits, Wanted wanted) {
    this.spark = spark;
    this.limits = limits;
    this.wanted = wanted;
  }

  /**
   * @throws ConfigException if there is nothing of the kind
   */
  public AuditSet read() throws IOException {
    Path captions = wanted.captions();
    ConfigException.check(Files.exists(captions), "--captions %s does not exist", captions);
    if (isRelease(captions)) {
      return release();
    }
    List<Path> twins = files(captions, "_caption.json");
    if (!twins.isEmpty()) {
      return panoCaps(twins);
    }
    List<Path> columns = files(captions, ".parquet");
    if (!columns.isEmpty()) {
      return parquet(columns);
    }
    ConfigException.check(
        Files.isDirectory(captions) || CaptionMembers.isTar(captions),
        "--captions %s is no data set that is known: a tar or folder of <image id>.txt, a release,"
            + " PanoCaps' *_caption.json, or Parquet of PanoCaps or ConCor-1",
        captions);
    return texts();
  }

  private static boolean isRelease(Path path) {
    return Files.exists(path.resolve("CURRENT")) || Files.exists(path.resolve("manifest.json"));
  }

  private static List<Path> files(Path path, String ending) throws IOException {
    if (Files.isRegularFile(path)) {
      return path.toString().endsWith(ending) ? List.of(path) : List.of();
    }
    try (Stream<Path> found = Files.walk(path, 2)) {
      return found.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private AuditSet texts() throws IOException {
    Path file = wanted.annotations();
    if (file == null) {
      throw new ConfigException(
          "--captions %s are texts: give --annotations, the panoptic JSON of their images"
              .formatted(wanted.captions()));
    }
    PanopticAnnotations annotations = PanopticAnnotations.read(file, limits);
    List<AuditInput> captions = new ArrayList<>();
    Map<String, Integer> inFolder = new HashMap<>();
    for (CaptionMembers.Member member : CaptionMembers.read(wanted.captions())) {
      long imageId = member.imageId();
      int place = inFolder.merge(member.folder(), 1, Integer::sum) - 1;
      captions.add(
          new AuditInput(
              captions.size(),
              imageId,
              batch(member.folder(), place),
              member.path(),
              member.text().strip(),
              annotations.ids(imageId),
              annotations.categories(imageId),
              maskFile(annotations.maskFile(imageId)),
              AuditedMask.NOT_READ));
    }
    return new AuditSet(TEXTS, captions, annotations.classes());
  }

  private String maskFile(String name) {
    if (wanted.masks() == null || name.isEmpty()) {
      return "";
    }
    ConfigException.check(!name.contains(".."), "A mask is not to lie at %s", name);
    return wanted.masks() + "/" + name;
  }

  private String batch(String folder, int place) {
    int first = place / wanted.batchSize() * wanted.batchSize();
    return "%s%06d-%06d"
        .formatted(folder.isEmpty() ? "" : folder + "/", first, first + wanted.batchSize() - 1);
  }

  private AuditSet release() throws IOException {
    HadoopSettings hadoop = HadoopSettings.of(spark);
    OpenRelease release = OpenRelease.of(wanted.captions().toString(), hadoop.configuration());
    List<String> files = release.dataFiles().stream().map(file -> file.path()).toList();
    List<AuditInput> captions =
        spark
            .createDataset(files, Encoders.STRING())
            .repartition(Math.max(1, files.size()))
            .flatMap(
                new ReleaseCaptions(release.root(), hadoop), RecordEncoders.of(AuditInput.class))
            .collectAsList();
    return numbered("release " + release.manifest().version(), captions);
  }

  private AuditSet panoCaps(List<Path> twins) throws IOException {
    List<AuditInput> captions = new ArrayList<>();
    for (Path twin : twins) {
      Path masks = Path.of(twin.toString().replaceFirst("_caption\\.json$", "_mask.json"));
      ConfigException.check(
          Files.exists(masks), "--captions %s: its twin %s is missing", twin, masks);
      captions.addAll(PanoCaps.twins(tree(twin), tree(masks)));
    }
    return numbered("PanoCaps' JSON", captions);
  }

  private static JsonNode tree(Path file) throws IOException {
    try {
      return JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          "--captions %s is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  private AuditSet parquet(List<Path> files) throws IOException {
    // Cards and sums lie beside the data, so that files are named one by one.
    Dataset<Row> rows =
        spark.read().parquet(files.stream().map(Path::toString).toArray(String[]::new));
    Set<String> columns = Set.of(rows.columns());
    if (columns.contains("caption_info")) {
      return numbered(
          "PanoCaps' Parquet",
          rows.toJSON().map(new PanoCaps(), RecordEncoders.of(AuditInput.class)).collectAsList());
    }
    ConfigException.check(
        columns.contains("groups_json"),
        "--captions %s is Parquet of neither PanoCaps nor ConCor-1: it has the columns %s",
        wanted.captions(),
        columns);
    List<AuditInput> captions =
        rows.select("image_id", "caption", "groups_json", "masks_json", "height", "width")
            .toJSON()
            .map(new Concor(), RecordEncoders.of(AuditInput.class))
            .collectAsList();
    return wanted.annotations() == null
        ? numbered("ConCor-1's Parquet, classes unknown without --annotations", captions)
        : numbered("ConCor-1's Parquet", annotated(captions));
  }

  /** ConCor has no classes: they are those of the annotation's segments of the same ids. */
  private List<AuditInput> annotated(List<AuditInput> captions) throws IOException {
    PanopticAnnotations annotations =
        PanopticAnnotations.read(Objects.requireNonNull(wanted.annotations()), limits);
    return captions.stream()
        .map(
            caption ->
                caption.annotated(
                    annotations.ids(caption.imageId()), annotations.categories(caption.imageId())))
        .toList();
  }

  private AuditSet numbered(String form, List<AuditInput> captions) {
    List<AuditInput> numbered = new ArrayList<>(captions.size());
    for (AuditInput caption : captions) {
      String batch = caption.batch().isEmpty() ? batch("", numbered.size()) : caption.batch();
      numbered.add(caption.at(numbered.size(), batch));
    }
    return AuditSet.of(form, numbered);
  }
}
