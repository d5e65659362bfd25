package dev.pancap.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.store.ReleaseManifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Descriptions in Croissant 1.1 (docs.mlcommons.org/croissant): the files with their sums, and the
 * fields of their records.
 */
public final class Croissant {
  /** The file set of a dataset's Parquet files. */
  static final String PARQUET_FILES = "parquet-files";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "json", "application/json",
          "tar", "application/x-tar",
          "parquet", "application/x-parquet");

  private Croissant() {}

  /** Of a release: its Parquet files and their columns. */
  public static String of(ReleaseManifest manifest) {
    List<ExportedFile> files = new ArrayList<>();
    manifest
        .files()
        .forEach(
            file ->
                files.add(new ExportedFile(file.path(), file.rows(), file.bytes(), file.sha256())));
    ObjectNode dataset =
        dataset(
            "Panoptic grounded captions: %d images, each with a paragraph whose phrases name masks."
                .formatted(manifest.rows()),
            manifest.version());
    dataset.put("datePublished", day(manifest.version(), manifest.createdAt()));
    distribution(dataset, files);
    CroissantFormats.release(dataset);
    return text(dataset);
  }

  /** Of an export. */
  static String of(ExportManifest manifest) {
    ObjectNode dataset =
        dataset(
            "Panoptic grounded captions of %d images in the format %s."
                .formatted(manifest.images(), manifest.format()),
            manifest.release());
    dataset.put("datePublished", day(manifest.release(), manifest.release()));
    distribution(dataset, manifest.files());
    CroissantFormats.export(dataset, manifest);
    return text(dataset);
  }

  private static ObjectNode dataset(String description, String version) {
    ObjectNode dataset = JsonNodeFactory.instance.objectNode();
    try (InputStream context =
        Objects.requireNonNull(Croissant.class.getResourceAsStream("croissant-context.json"))) {
      dataset.set("@context", JSON.readTree(context));
    } catch (IOException e) {
      throw new UncheckedIOException("croissant-context.json cannot be read", e);
    }
    dataset.put("@type", "sc:Dataset");
    dataset.put("name", "panoptic-grounded-captions");
    dataset.put("description", description);
    dataset.put("conformsTo", "http://mlcommons.org/croissant/1.1");
    dataset.put("license", "https://cocodataset.org/#termsofuse");
    dataset.put("url", "https://cocodataset.org/");
    dataset.putObject("creator").put("@type", "Organization").put("name", "pancap");
    dataset.put("version", version);
    return dataset;
  }

  /** A version is a time such as {@code 20260211T000000Z}. */
  private static String day(String version, String time) {
    return version.matches("\\d{8}T.*")
        ? version.substring(0, 4) + "-" + version.substring(4, 6) + "-" + version.substring(6, 8)
        : time;
  }

  private static void distribution(ObjectNode dataset, List<ExportedFile> files) {
    ArrayNode distribution = dataset.putArray("distribution");
    for (ExportedFile file : files) {
      String ending = file.path().substring(file.path().lastIndexOf('.') + 1);
      distribution
          .addObject()
          .put("@type", "cr:FileObject")
          .put("@id", file.path())
          .put("name", file.path())
          .put("contentUrl", file.path())
          .put("contentSize", file.bytes() + " B")
          .put("encodingFormat", MEDIA_TYPES.getOrDefault(ending, "application/octet-stream"))
          .put("sha256", file.sha256());
    }
  }

  private static String text(ObjectNode dataset) {
    try {
      return JSON.writeValueAsString(dataset) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree can be written", e);
    }
  }
}
