package dev.pancap.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.WholeRows;
import java.io.IOException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * ConCor-1's Parquet: a row an image, character spans and instance ids as JSON in {@code
 * groups_json}, run lengths by instance id in {@code masks_json}. An instance is a segment and its
 * id the segment's.
 */
final class ConcorExporter implements Exporter {
  /** The folder of its files within an export. */
  static final String FOLDER = "data";

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message concor {
            optional binary dataset (STRING);
            optional binary split (STRING);
            optional binary image_key (STRING);
            optional int64 image_id;
            optional int32 height;
            optional int32 width;
            optional binary caption (STRING);
            optional binary groups_json (STRING);
            optional binary masks_json (STRING);
          }
          """);

  private final PartWriter to;
  private final Configuration hadoop;
  private final String path;
  private final WholeRows file;
  private long written;

  ConcorExporter(ReleaseExport export, int part, PartWriter to, Configuration hadoop)
      throws IOException {
    this.to = to;
    this.hadoop = hadoop;
    this.path =
        String.format(
            Locale.ROOT,
            "%s/%s-%05d-of-%05d.parquet",
            FOLDER,
            export.settings().split(),
            part,
            export.parts().size());
    this.file =
        WholeRows.create(new Path(to.out(), path), SCHEMA, hadoop, UnaryOperator.identity());
  }

  @Override
  public void write(ReleaseRow row, PartWriter part) throws IOException {
    ObjectNode masks = JsonNodeFactory.instance.objectNode();
    for (ReleaseRow.ReleaseSegment segment : row.segments()) {
      RowMasks.addRle(masks, Integer.toString(segment.segmentId()), segment);
    }
    Group group = file.next();
    group.add("dataset", "coconut_pancap");
    group.add("split", row.split());
    group.add("image_key", String.format(Locale.ROOT, "%012d", row.imageId()));
    group.add("image_id", row.imageId());
    group.add("height", row.height());
    group.add("width", row.width());
    group.add("caption", row.caption());
    group.add("groups_json", groups(row).toString());
    group.add("masks_json", masks.toString());
    file.write(group);
    written++;
  }

  @Override
  public void close() throws IOException {
    file.close();
    to.add(ExportFolder.readBack(new Path(to.out(), path), path, written, hadoop));
  }

  private static ArrayNode groups(ReleaseRow row) {
    ArrayNode groups = JsonNodeFactory.instance.arrayNode();
    var byMark = RowText.byMark(row);
    for (PhraseGroup phrase : RowText.groups(row)) {
      ObjectNode entry = groups.addObject();
      entry.putArray("char_spans").addArray().add(phrase.start()).add(phrase.end());
      entry.putArray("text").add(phrase.phrase());
      ArrayNode ids = entry.putArray("instance_ids");
      phrase.markIds().forEach(mark -> ids.add(RowText.segment(byMark, mark, row).segmentId()));
    }
    return groups;
  }
}
