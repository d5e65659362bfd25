package dev.pancap.eval.input;

import dev.pancap.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tab-separated tables with a header line; cells are not quoted. */
public final class TabTable {
  private TabTable() {}

  /**
   * The rows, cells by column name.
   *
   * @throws ConfigException if the file is missing, empty, or a row is longer than the header
   */
  public static List<Map<String, String>> read(Path file) {
    List<String> lines = InputFile.textLines(file);
    ConfigException.check(!lines.isEmpty(), "%s is empty", file);
    String[] header = lines.get(0).split("\t", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split("\t", -1);
      ConfigException.check(
          cells.length <= header.length,
          "%s, line %d has %d columns, but the header has %d",
          file,
          i + 1,
          cells.length,
          header.length);
      Map<String, String> row = new LinkedHashMap<>();
      for (int c = 0; c < cells.length; c++) {
        row.put(header[c], cells[c]);
      }
      rows.add(row);
    }
    return rows;
  }
}
