package dev.pancap.eval.report;

import dev.pancap.config.ConfigException;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads the captions of published data sets by image id: a tar (also gzipped) or a folder of {@code
 * <image id>.txt} as COCONut-PanCap ships them, or a COCO captions JSON. Zeros before a number are
 * no part of the id.
 */
public final class CaptionFiles {
  private static final int LONGEST_CAPTION = 1 << 20;

  private CaptionFiles() {}

  /**
   * The captions by image id, ids ascending as texts.
   *
   * @throws ConfigException if there is nothing of the kind
   */
  public static Map<String, List<String>> read(Path source) {
    Map<String, List<String>> captions = new TreeMap<>();
    String name = source.getFileName() == null ? "" : source.getFileName().toString();
    try {
      if (Files.isDirectory(source)) {
        readFolder(source, captions);
      } else if (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
        readTar(source, captions);
      } else if (name.endsWith(".txt")) {
        add(captions, name, Files.readString(source));
      } else {
        readJson(source, captions);
      }
    } catch (NoSuchFileException e) {
      throw new ConfigException(source + " does not exist", e);
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(source, e), e);
    }
    ConfigException.check(
        !captions.isEmpty(),
        "%s holds no caption: expected a tar or a folder of <image id>.txt, or COCO captions JSON",
        source);
    return captions;
  }

  private static void readFolder(Path folder, Map<String, List<String>> captions)
      throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    for (Path file : files) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      add(captions, String.valueOf(file.getFileName()), text);
    }
  }

  private static void readTar(Path file, Map<String, List<String>> captions) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream plain =
            file.toString().endsWith(".tar") ? bytes : new GZIPInputStream(bytes, 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && name.endsWith(".txt") && !name.startsWith(".")) {
          ConfigException.check(
              entry.getSize() <= LONGEST_CAPTION,
              "%s: %s has %d bytes, which is no caption",
              file,
              entry.getName(),
              entry.getSize());
          add(captions, name, new String(tar.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static void readJson(Path file, Map<String, List<String>> captions) {
    List<InputRecord> records =
        InputFile.isDocument(file)
            ? InputFile.document(file).records("annotations")
            : InputFile.records(file);
    for (InputRecord record : records) {
      captions
          .computeIfAbsent(idOf(record.anyText("image_id")), unseen -> new ArrayList<>())
          .add(record.text("caption").strip());
    }
  }

  private static void add(Map<String, List<String>> captions, String name, String text) {
    String id = idOf(name.substring(0, name.length() - ".txt".length()));
    captions.computeIfAbsent(id, unseen -> new ArrayList<>()).add(text.strip());
  }

  /** {@code 000000208220} is the image 208220. */
  private static String idOf(String name) {
    return name.matches("\\d+") ? name.replaceFirst("^0+(?=.)", "") : name;
  }
}
