package dev.pancap.export;

import java.util.Map;
import java.util.TreeMap;

/**
 * The texts of an export: {@code README.md} for people and Hugging Face, {@code croissant.json}.
 */
final class ExportCard {
  private ExportCard() {}

  /** By path. */
  static Map<String, String> files(ExportManifest manifest) {
    Map<String, String> texts = new TreeMap<>();
    texts.put("README.md", readme(manifest));
    texts.put("croissant.json", Croissant.of(manifest));
    return texts;
  }

  private static String readme(ExportManifest manifest) {
    StringBuilder rows = new StringBuilder();
    for (ExportedFile file : manifest.files()) {
      rows.append("| `%s` | %d | %d |\n".formatted(file.path(), file.records(), file.bytes()));
    }
    return """
        ---
        pretty_name: Panoptic grounded captions (%s)
        language:
        - en
        license: other
        task_categories:
        - image-to-text
        - image-segmentation
        %s---

        # Panoptic grounded captions as %s

        Release %s, %d images, exported by pancap. `SHA256SUMS` lists every file
        (`sha256sum -c SHA256SUMS`); `export.json` says what was written.

        | file | records | bytes |
        |---|---|---|
        %s
        ## Licence

        The pictures and masks keep the licences of the data sets that they come from (COCO's terms
        of use; COCONut is for non-commercial use); captions of a model may be bound to its licence.
        """
        .formatted(
            manifest.format(),
            configs(manifest),
            manifest.format(),
            manifest.release(),
            manifest.images(),
            rows);
  }

  /** What Hugging Face is to load: shards, Parquet or the JSON arrays. */
  private static String configs(ExportManifest manifest) {
    String pattern =
        switch (manifest.format()) {
          case "webdataset" -> "pancap-*.tar";
          case "concor" -> "data/*.parquet";
          case "pancap-txt" -> "*.tar";
          case "llava", "llava-mix", "gcg", "ccot" -> manifest.format() + "*.json";
          default -> "";
        };
    return pattern.isEmpty()
        ? ""
        : "configs:\n- config_name: default\n  data_files:\n  - split: train\n    path: \"%s\"\n"
            .formatted(pattern);
  }
}
