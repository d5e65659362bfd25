package dev.pancap.export;

import static dev.pancap.export.CroissantRecords.BOOLEAN;
import static dev.pancap.export.CroissantRecords.FLOAT;
import static dev.pancap.export.CroissantRecords.IMAGE;
import static dev.pancap.export.CroissantRecords.INTEGER;
import static dev.pancap.export.CroissantRecords.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.export.CroissantRecords.Part;
import java.util.List;

/** The record sets of a release and of each format. */
final class CroissantFormats {
  private static final String PARQUET = "application/x-parquet";

  private CroissantFormats() {}

  /** The columns of a release. */
  static void release(ObjectNode dataset) {
    parquet(dataset)
        .column("file_name", TEXT)
        .column("split", TEXT)
        .column("width", INTEGER)
        .column("height", INTEGER)
        .inColumn("image", "image", "bytes", IMAGE)
        .inColumn("image_path", "image", "path", TEXT)
        .column("caption", TEXT)
        .column("caption_grounded", TEXT)
        .list(
            "groups",
            List.of(new Part("phrase", TEXT), new Part("start", INTEGER), new Part("end", INTEGER)))
        .list(
            "segments",
            List.of(
                new Part("mark", INTEGER),
                new Part("segment_id", INTEGER),
                new Part("category_id", INTEGER),
                new Part("category", TEXT),
                new Part("is_thing", BOOLEAN),
                new Part("is_crowd", BOOLEAN),
                new Part("area", INTEGER),
                new Part("description", TEXT),
                new Part("edited", BOOLEAN),
                new Part("source", TEXT),
                new Part("score", FLOAT)))
        .column("words", INTEGER)
        .column("sentences", INTEGER)
        .column("masks", INTEGER)
        .column("things", INTEGER)
        .column("stuffs", INTEGER)
        .column("masks_mentioned", INTEGER)
        .column("model", TEXT)
        .column("prompt_version", TEXT)
        .column("scene_graph", TEXT);
  }

  /** The records of an export; files that no reader of its format takes apart have none. */
  static void export(ObjectNode dataset, ExportManifest manifest) {
    List<String> files = manifest.files().stream().map(ExportedFile::path).toList();
    switch (manifest.format()) {
      case "llava", LlavaMix.FORMAT -> files.forEach(file -> llava(dataset, file));
      case "gcg" -> files.forEach(file -> gcg(dataset, file));
      case "coco-panoptic" -> files.forEach(file -> coco(dataset, file));
      case "panocaps" -> files.forEach(file -> panoCaps(dataset, file));
      case "webdataset" -> shards(dataset, files);
      case "pancap-txt" -> texts(dataset, files);
      case "concor" -> concor(dataset);
      case "ccot" -> files.forEach(file -> ccot(dataset, file));
      case "psg" ->
          files.stream().filter(file -> file.endsWith(".json")).forEach(file -> psg(dataset, file));
      default -> throw new IllegalStateException("No format " + manifest.format());
    }
  }

  private static CroissantRecords parquet(ObjectNode dataset) {
    return new CroissantRecords(dataset, "default")
        .key("image_id")
        .files(Croissant.PARQUET_FILES, PARQUET, "data/*.parquet", List.of())
        .column("image_id", INTEGER);
  }

  private static void concor(ObjectNode dataset) {
    parquet(dataset)
        .column("dataset", TEXT)
        .column("split", TEXT)
        .column("image_key", TEXT)
        .column("height", INTEGER)
        .column("width", INTEGER)
        .column("caption", TEXT)
        .column("groups_json", TEXT)
        .column("masks_json", TEXT);
  }

  private static void llava(ObjectNode dataset, String file) {
    new CroissantRecords(dataset, stem(file))
        .key("id")
        .json(file, "id", "$[*].id", TEXT)
        .json(file, "image", "$[*].image", TEXT)
        .json(file, "task", "$[*].task", TEXT)
        .json(file, "from", "$[*].conversations[*].from", TEXT)
        .json(file, "value", "$[*].conversations[*].value", TEXT);
  }

  private static void ccot(ObjectNode dataset, String file) {
    new CroissantRecords(dataset, stem(file))
        .key("image_id")
        .json(file, "image_id", "$[*].image_id", INTEGER)
        .json(file, "file_name", "$[*].file_name", TEXT)
        .json(file, "simple_prompt", "$[*].simple_prompt", TEXT)
        .json(file, "extended_prompt", "$[*].extended_prompt", TEXT);
  }

  private static void psg(ObjectNode dataset, String file) {
    new CroissantRecords(dataset, stem(file))
        .key("image_id")
        .json(file, "image_id", "$[*].image_id", TEXT)
        .json(file, "pan_seg_file_name", "$[*].pan_seg_file_name", TEXT);
  }

  private static void gcg(ObjectNode dataset, String file) {
    new CroissantRecords(dataset, stem(file))
        .key("image_id")
        .json(file, "image_id", "$[*].image_id", INTEGER)
        .json(file, "file_name", "$[*].file_name", TEXT)
        .json(file, "height", "$[*].height", INTEGER)
        .json(file, "width", "$[*].width", INTEGER)
        .json(file, "caption", "$[*].caption", TEXT);
  }

  private static void coco(ObjectNode dataset, String file) {
    CroissantRecords records =
        new CroissantRecords(dataset, stem(file))
            .json(file, "image_id", "$.annotations[*].image_id", INTEGER);
    if (file.startsWith("panoptic")) {
      records
          .files("panoptic-masks", "image/png", stem(file) + "/*.png", List.of())
          .json(file, "file_name", "$.annotations[*].file_name", TEXT)
          .json(file, "segment_id", "$.annotations[*].segments_info[*].id", INTEGER)
          .json(file, "category_id", "$.annotations[*].segments_info[*].category_id", INTEGER)
          .file("panoptic-masks", "mask", "content", IMAGE);
    } else if (file.startsWith("instances")) {
      records
          .json(file, "id", "$.annotations[*].id", INTEGER)
          .json(file, "category_id", "$.annotations[*].category_id", INTEGER)
          .json(file, "area", "$.annotations[*].area", INTEGER);
    } else {
      records.json(file, "caption", "$.annotations[*].caption", TEXT);
    }
  }

  private static void panoCaps(ObjectNode dataset, String file) {
    CroissantRecords records =
        new CroissantRecords(dataset, stem(file))
            .json(file, "id", "$.annotations[*].id", INTEGER)
            .json(file, "image_id", "$.annotations[*].image_id", INTEGER);
    if (file.endsWith("_caption.json")) {
      records
          .json(file, "caption", "$.annotations[*].caption", TEXT)
          .json(file, "caption_ann", "$.annotations[*].caption_ann", TEXT)
          .json(file, "txt_desc", "$.annotations[*].label_matched[*].txt_desc", TEXT);
    } else {
      records
          .json(file, "category_id", "$.annotations[*].category_id", INTEGER)
          .json(file, "thing_or_stuff", "$.annotations[*].thing_or_stuff", TEXT);
    }
  }

  private static void shards(ObjectNode dataset, List<String> tars) {
    new CroissantRecords(dataset, "default")
        .files("pictures", "image/jpeg", "*.jpg", tars)
        .files("masks", "image/png", "*.panoptic.png", tars)
        .files("texts", "text/plain", "*.txt", tars)
        .files("descriptions", "application/json", "*.json", tars)
        .file("texts", "key", "filename", TEXT)
        .file("pictures", "jpg", "content", IMAGE)
        .file("masks", "panoptic.png", "content", IMAGE)
        .file("texts", "txt", "content", TEXT)
        .file("descriptions", "json", "content", TEXT);
  }

  private static void texts(ObjectNode dataset, List<String> tars) {
    new CroissantRecords(dataset, "default")
        .files("texts", "text/plain", "*/*.txt", tars)
        .file("texts", "image", "filename", TEXT)
        .file("texts", "caption_grounded", "content", TEXT);
  }

  private static String stem(String file) {
    return file.substring(0, file.lastIndexOf('.'));
  }
}
