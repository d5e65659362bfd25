package dev.pancap.store.seen;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The last finished run under {@code DIR/seen/}: {@code <run>.jsonl.gz} with an image a line, and
 * {@code last.json}, which names the run and is written after it. Losing them costs time and no
 * answer: the next run looks at every picture again.
 */
public final class SeenLog {
  private static final String LAST = "last.json";
  private static final String SUFFIX = ".jsonl.gz";

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final ObjectWriter IMAGE_LINE = JSON.writerFor(SeenImage.class);

  private final FileSystem files;
  private final Path out;
  private final Path folder;

  private SeenLog(FileSystem files, Path out) {
    this.files = files;
    this.out = out;
    this.folder = new Path(out, "seen");
  }

  /**
   * @param outputDir the {@code --out} folder of {@code build}
   * @throws IOException if the file system cannot be reached
   */
  public static SeenLog open(String outputDir, Configuration hadoop) throws IOException {
    Path out = new Path(outputDir);
    return new SeenLog(out.getFileSystem(hadoop), out);
  }

  /**
   * The last finished run, or empty if there is none or its record is torn.
   *
   * @throws IOException if the file system fails
   */
  public Optional<SeenRun> last() throws IOException {
    try (InputStream in = files.open(new Path(folder, LAST))) {
      return Optional.of(JSON.readValue(in.readAllBytes(), SeenRun.class));
    } catch (FileNotFoundException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Hands over what a run saw, image by image, as it is read.
   *
   * @return whether all of it was there; if not, what was handed over is of no use
   * @throws IOException if the file system fails
   */
  public boolean images(SeenRun run, Consumer<SeenImage> each) throws IOException {
    long images = 0;
    try (JsonParser json =
        JSON.createParser(new GZIPInputStream(files.open(path(run.run())), 1 << 16))) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          throw new JsonParseException(json, "No image: " + token);
        }
        each.accept(image(json));
        images++;
      }
    } catch (FileNotFoundException | JsonProcessingException | EOFException | ZipException e) {
      return false;
    }
    return images == run.images() - run.deferred();
  }

  // Field by field: binding took half of the time of a night on which nothing has changed.

  private static SeenImage image(JsonParser json) throws IOException {
    long imageId = 0;
    long annotation = 0;
    List<SeenFile> seen = new ArrayList<>(2);
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "image_id" -> imageId = json.getLongValue();
        case "annotation" -> annotation = json.getLongValue();
        case "files" -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            seen.add(file(json));
          }
        }
        default -> throw new JsonParseException(json, "No field of an image: " + name);
      }
    }
    return new SeenImage(imageId, annotation, seen);
  }

  private static SeenFile file(JsonParser json) throws IOException {
    String path = "";
    FileStamp stamp = FileStamp.ABSENT;
    String sha256 = "";
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "path" -> path = json.getText();
        case "stamp" -> stamp = stamp(json);
        case "sha256" -> sha256 = json.getText();
        default -> throw new JsonParseException(json, "No field of a file: " + name);
      }
    }
    return new SeenFile(path, stamp, sha256);
  }

  private static FileStamp stamp(JsonParser json) throws IOException {
    long length = -1;
    long modifiedMillis = 0;
    String etag = "";
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "length" -> length = json.getLongValue();
        case "modified_millis" -> modifiedMillis = json.getLongValue();
        case "etag" -> etag = json.getText();
        default -> throw new JsonParseException(json, "No field of a stamp: " + name);
      }
    }
    return new FileStamp(length, modifiedMillis, etag);
  }

  /** Stores what a run saw; from then on it is the last one, and what others saw is removed. */
  public void write(SeenRun run, Iterator<SeenImage> images) throws IOException {
    try (Writer lines =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(files.create(path(run.run()), true), 1 << 16),
                StandardCharsets.UTF_8),
            1 << 16)) {
      while (images.hasNext()) {
        lines.write(IMAGE_LINE.writeValueAsString(images.next()));
        lines.write('\n');
      }
    }
    try (OutputStream to = files.create(new Path(folder, LAST), true)) {
      to.write(JSON.writeValueAsBytes(run));
    }
    for (FileStatus status : files.listStatus(folder)) {
      String name = status.getPath().getName();
      if (name.endsWith(SUFFIX) && !status.getPath().getName().equals(run.run() + SUFFIX)) {
        files.delete(status.getPath(), false);
      }
    }
  }

  /** The files of a folder beside it, such as {@code journal} or {@code edits}, by name. */
  public Map<String, FileStamp> stamps(String name) throws IOException {
    Map<String, FileStamp> stamps = new TreeMap<>();
    try {
      for (FileStatus status : files.listStatus(new Path(out, name))) {
        if (!status.getPath().getName().startsWith(".")) {
          stamps.put(status.getPath().getName(), FileStamp.of(status));
        }
      }
    } catch (FileNotFoundException none) {
      return Map.of();
    }
    return stamps;
  }

  private Path path(String run) {
    return new Path(folder, run + SUFFIX);
  }
}
