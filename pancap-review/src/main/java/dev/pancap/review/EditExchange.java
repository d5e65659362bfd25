package dev.pancap.review;

import dev.pancap.edit.EditJson;
import dev.pancap.edit.EditRecord;
import dev.pancap.quarantine.BadRecordException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Edits as lines of JSON, out and in. */
final class EditExchange {
  private EditExchange() {}

  /**
   * What an import brought.
   *
   * @param edits to be stored
   * @param alreadyThere edits that were stored before, by their content
   * @param problems one line each: what was not imported, or imported with a doubt, and why
   */
  record Imported(List<EditRecord> edits, int alreadyThere, List<String> problems) {}

  static void writeLines(List<EditRecord> edits, Writer to) throws IOException {
    for (EditRecord edit : edits) {
      to.write(EditJson.write(edit));
      to.write('\n');
    }
  }

  static Imported readLines(BufferedReader from, ReviewCatalog catalog, List<EditRecord> stored)
      throws IOException {
    Set<Long> images = imageIds(catalog);
    Set<String> keys = keysOf(stored);
    List<EditRecord> edits = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int known = 0;
    int number = 0;
    for (String line = from.readLine(); line != null; line = from.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        EditRecord edit = EditJson.read(line);
        if (!images.contains(edit.imageId())) {
          problems.add(
              "line %d: not imported, image %d is not in this release"
                  .formatted(number, edit.imageId()));
        } else if (keys.add(edit.editKey())) {
          edits.add(edit);
        } else {
          known++;
        }
      } catch (BadRecordException e) {
        problems.add("line %d: not imported, %s".formatted(number, e.getMessage()));
      }
    }
    return new Imported(edits, known, problems);
  }

  static Set<Long> imageIds(ReviewCatalog catalog) {
    Set<Long> images = new HashSet<>();
    catalog.entries().forEach(entry -> images.add(entry.imageId()));
    return images;
  }

  static Set<String> keysOf(List<EditRecord> edits) {
    Set<String> keys = new HashSet<>();
    edits.forEach(edit -> keys.add(edit.editKey()));
    return keys;
  }
}
