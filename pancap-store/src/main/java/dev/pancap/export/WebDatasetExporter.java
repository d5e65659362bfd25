package dev.pancap.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tar shards as WebDataset reads them: the members of a sample stand together, sorted, under a key
 * without dots. {@code jpg}, {@code json} (caption, groups, segments), {@code panoptic.png} and
 * {@code txt} (the grounded caption with marks). A picture that is no longer there leaves its
 * {@code jpg} out and is counted.
 */
final class WebDatasetExporter implements Exporter {
  private final ReleaseExport export;
  private final ExportPictures pictures;
  private final PartWriter to;
  private long shard;
  private long samples;
  private @Nullable SummedOutput open;

  WebDatasetExporter(ReleaseExport export, int part, ExportPictures pictures, PartWriter to) {
    this.export = export;
    this.pictures = pictures;
    this.to = to;
    this.shard = export.shardsBefore(part) - 1;
  }

  @Override
  public void write(ReleaseRow row, PartWriter part) throws IOException {
    SummedOutput tar = open;
    if (tar == null || samples == export.settings().shardSize()) {
      close();
      shard++;
      tar = to.create(path());
      open = tar;
    }
    String key = String.format(Locale.ROOT, "%012d", row.imageId());
    byte[] picture = pictures.file(row);
    if (picture.length == 0) {
      to.count("pictures missing");
    } else {
      TarEntry.write(key + (isPng(picture) ? ".png" : ".jpg"), picture, tar);
    }
    TarEntry.write(key + ".json", json(row).getBytes(StandardCharsets.UTF_8), tar);
    TarEntry.write(key + ".panoptic.png", RowMasks.png(row), tar);
    TarEntry.write(key + ".txt", row.captionGrounded().getBytes(StandardCharsets.UTF_8), tar);
    samples++;
  }

  /** Closes the shard that is open. */
  @Override
  public void close() throws IOException {
    SummedOutput tar = open;
    if (tar != null) {
      try (tar) {
        tar.write(TarEntry.end());
      }
      to.add(path(), samples, tar);
      open = null;
      samples = 0;
    }
  }

  private String path() {
    return String.format(Locale.ROOT, "pancap-%s-%06d.tar", export.settings().split(), shard);
  }

  private static boolean isPng(byte[] file) {
    return file.length > 1 && (file[0] & 0xff) == 0x89 && file[1] == 'P';
  }

  private static String json(ReleaseRow row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("image_id", row.imageId()).put("file_name", row.fileName());
    json.put("width", row.width()).put("height", row.height()).put("caption", row.caption());
    ArrayNode groups = json.putArray("groups");
    for (PhraseGroup group : RowText.groups(row)) {
      ObjectNode entry = groups.addObject().put("phrase", group.phrase());
      group.markIds().forEach(entry.putArray("mark_ids")::add);
      entry.put("start", group.start()).put("end", group.end());
    }
    ArrayNode segments = json.putArray("segments");
    for (ReleaseRow.ReleaseSegment segment : row.segments()) {
      ObjectNode entry = segments.addObject().put("mark", segment.mark());
      entry.put("segment_id", segment.segmentId()).put("category_id", segment.categoryId());
      entry.put("category", segment.category()).put("is_thing", segment.isThing());
      entry.put("is_crowd", segment.isCrowd()).put("area", segment.area());
      segment.bbox().forEach(entry.putArray("bbox")::add);
      entry.put("description", segment.description());
    }
    return json.toString();
  }
}
