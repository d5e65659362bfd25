package dev.pancap.store;

import dev.pancap.edit.EditJson;
import dev.pancap.edit.EditRecord;
import dev.pancap.quarantine.BadRecordException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The edits of people under {@code DIR/edits/}, one JSON object a line. Every call to {@link
 * #append} writes a new file, which no call ever touches again, so nothing that was acknowledged
 * can be lost by what comes later. Safe for use by several threads and processes.
 */
public final class EditLog {
  private static final String SUFFIX = ".jsonl";

  private final FileSystem files;
  private final Path folder;

  private EditLog(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * @param outputDir the {@code --out} folder of {@code build}; its {@code edits} need not exist
   * @throws IOException if the file system cannot be reached
   */
  public static EditLog open(String outputDir, Configuration hadoop) throws IOException {
    Path folder = new Path(outputDir, "edits");
    return new EditLog(folder.getFileSystem(hadoop), folder);
  }

  /**
   * Stores edits. When the call returns they are on disk; when it throws none of them counts.
   *
   * @throws IOException if they cannot be stored
   */
  public void append(List<EditRecord> edits) throws IOException {
    if (edits.isEmpty()) {
      return;
    }
    String name = "%013d-%s".formatted(edits.get(0).editedAtMillis(), UUID.randomUUID());
    Path hidden = new Path(folder, "." + name + ".tmp");
    try (OutputStream out = files.create(hidden, /* overwrite= */ false)) {
      for (EditRecord edit : edits) {
        out.write((EditJson.write(edit) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Path complete = new Path(folder, name + SUFFIX);
    if (!files.rename(hidden, complete)) {
      throw new IOException("Cannot rename " + hidden + " to " + complete);
    }
  }

  /**
   * Reads all edits, by ascending file name, which starts with the time of writing.
   *
   * @param onBadLine told of each line that is no edit: file, line number and what is wrong
   * @throws IOException if a file cannot be read
   */
  public List<EditRecord> read(Consumer<String> onBadLine) throws IOException {
    return read(name -> true, onBadLine);
  }

  /**
   * As {@link #read(Consumer)}, of some files only.
   *
   * @param wanted by file name
   */
  public List<EditRecord> read(Predicate<String> wanted, Consumer<String> onBadLine)
      throws IOException {
    List<EditRecord> edits = new ArrayList<>();
    if (!files.exists(folder)) {
      return edits;
    }
    FileStatus[] found =
        files.listStatus(
            folder, path -> path.getName().endsWith(SUFFIX) && wanted.test(path.getName()));
    Arrays.sort(found);
    for (FileStatus file : found) {
      readFile(file.getPath(), edits, onBadLine);
    }
    return edits;
  }

  private void readFile(Path file, List<EditRecord> to, Consumer<String> onBadLine)
      throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(files.open(file), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        try {
          to.add(EditJson.read(line));
        } catch (BadRecordException e) {
          onBadLine.accept("%s, line %d: %s".formatted(file, number, e.getMessage()));
        }
      }
    }
  }
}
