package dev.pancap.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A Croissant record set under construction: a row of fields, each with where its values come from.
 * Adds the file sets that it names to the distribution.
 */
final class CroissantRecords {
  static final String INTEGER = "sc:Integer";
  static final String TEXT = "sc:Text";
  static final String BOOLEAN = "sc:Boolean";
  static final String FLOAT = "sc:Float";
  static final String IMAGE = "sc:ImageObject";

  private static final String ID = "@id";

  private final ArrayNode distribution;
  private final ObjectNode records;
  private final ArrayNode fields;
  private final String name;

  /**
   * @param dataset gets the record set
   * @param name of the record set
   */
  CroissantRecords(ObjectNode dataset, String name) {
    this.name = name;
    this.distribution = (ArrayNode) dataset.get("distribution");
    this.records = dataset.withArray("recordSet").addObject();
    records.put("@type", "cr:RecordSet").put(ID, name).put("name", name);
    this.fields = records.putArray("field");
  }

  /** Which field tells records apart. */
  CroissantRecords key(String field) {
    records.putObject("key").put(ID, name + "/" + field);
    return this;
  }

  /** Files of the dataset by pattern; inside of other files if there are any. */
  CroissantRecords files(String id, String mediaType, String includes, List<String> containers) {
    ObjectNode set = distribution.addObject();
    set.put("@type", "cr:FileSet").put(ID, id).put("name", id);
    set.put("encodingFormat", mediaType).put("includes", includes);
    if (!containers.isEmpty()) {
      ArrayNode in = set.putArray("containedIn");
      containers.forEach(container -> in.addObject().put(ID, container));
    }
    return this;
  }

  /** A column of Parquet files. */
  CroissantRecords column(String column, String type) {
    fields.add(parquet(column, column, type));
    return this;
  }

  /** What lies inside of a column that is a structure. */
  CroissantRecords inColumn(String field, String column, String path, String type) {
    ObjectNode entry = parquet(field, column, type);
    ((ObjectNode) entry.get("source")).putObject("transform").put("jsonPath", path);
    fields.add(entry);
    return this;
  }

  /** A column that is a list of structures, with the parts of each. */
  CroissantRecords list(String column, List<Part> parts) {
    ObjectNode list = field(column);
    list.put("repeated", true);
    ArrayNode inner = list.putArray("subField");
    for (Part part : parts) {
      ObjectNode entry = parquet(column + "/" + part.name(), column, part.type());
      ((ObjectNode) entry.get("source")).putObject("transform").put("jsonPath", part.name());
      inner.add(entry);
    }
    fields.add(list);
    return this;
  }

  /** Part of a structure. */
  record Part(String name, String type) {}

  /** A value in a JSON file, a record being what the path's {@code [*]} stands for. */
  CroissantRecords json(String file, String field, String path, String type) {
    ObjectNode entry = field(field).put("dataType", type);
    ObjectNode source = entry.putObject("source");
    source.putObject("fileObject").put(ID, file);
    source.putObject("extract").put("jsonPath", path);
    fields.add(entry);
    return this;
  }

  /** What a file is: its {@code content}, its {@code filename}. */
  CroissantRecords file(String fileSet, String field, String property, String type) {
    ObjectNode entry = field(field).put("dataType", type);
    ObjectNode source = entry.putObject("source");
    source.putObject("fileSet").put(ID, fileSet);
    source.putObject("extract").put("fileProperty", property);
    fields.add(entry);
    return this;
  }

  private ObjectNode parquet(String field, String column, String type) {
    ObjectNode entry = field(field).put("dataType", type);
    ObjectNode source = entry.putObject("source");
    source.putObject("fileSet").put(ID, Croissant.PARQUET_FILES);
    source.putObject("extract").put("column", column);
    return entry;
  }

  private ObjectNode field(String field) {
    String id = name + "/" + field;
    return JsonNodeFactory.instance
        .objectNode()
        .put("@type", "cr:Field")
        .put(ID, id)
        .put("name", id);
  }
}
