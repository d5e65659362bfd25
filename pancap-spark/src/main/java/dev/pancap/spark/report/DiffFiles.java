package dev.pancap.spark.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.diff.Change;
import dev.pancap.store.diff.DiffPage;
import dev.pancap.store.diff.ReleaseDiff;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes what changed between two releases, as a page and as JSON beside it. */
public final class DiffFiles {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private DiffFiles() {}

  /**
   * Where the page goes.
   *
   * @param page a Hadoop path; the JSON goes beside it
   * @param pictures how many changes the page shows
   */
  public record Target(Path page, int pictures) {}

  /** Writes page and JSON, and returns what was counted. */
  public static ReleaseDiff.Summary write(
      ReleaseFolder releases, ReleaseDiff.Versions versions, Configuration hadoop, Target target)
      throws IOException {
    List<Change> shown = new ArrayList<>();
    ReleaseDiff.Summary found =
        ReleaseDiff.compare(
            releases,
            versions,
            hadoop,
            change -> {
              if (shown.size() < target.pictures() && change.isCaptionChanged()) {
                shown.add(change);
              }
            });
    Path page = target.page();
    try (Writer writer = open(page, hadoop)) {
      DiffPage html = new DiffPage(writer);
      html.begin(found);
      for (Change change : shown) {
        html.add(change, picture(change, hadoop));
      }
      html.end();
    } catch (UncheckedIOException e) {
      throw new IOException("The page cannot be written", e);
    }
    try (Writer writer = open(jsonBeside(page), hadoop)) {
      writer.write(JSON.writeValueAsString(found) + "\n");
    }
    return found;
  }

  private static Path jsonBeside(Path page) {
    String name = page.getName().replaceFirst("\\.html?$", "") + ".json";
    Path folder = page.getParent();
    return folder == null ? new Path(name) : new Path(folder, name);
  }

  private static Writer open(Path file, Configuration hadoop) throws IOException {
    return new OutputStreamWriter(
        file.getFileSystem(hadoop).create(file, /* overwrite= */ true), StandardCharsets.UTF_8);
  }

  /** The picture's file as it is; a picture that is gone by now is left out. */
  private static byte[] picture(Change change, Configuration hadoop) {
    Path path = new Path(change.row().imagePath());
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
