package dev.pancap.spark.audit;

import dev.pancap.config.ConfigException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Captions as COCONut-PanCap ships them: text files named by image id, in a tar or a folder. */
final class CaptionMembers {
  private static final int LONGEST_CAPTION = 1 << 20;

  private CaptionMembers() {}

  /**
   * One file.
   *
   * @param path inside of the tar or the folder
   */
  record Member(String path, String text) {
    /** The file's name without folder and ending, where it is a number. */
    long imageId() {
      String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.txt$", "");
      return name.matches("\\d{1,18}") ? Long.parseLong(name) : -1;
    }

    String folder() {
      return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }

    /** The same file, named for another image. */
    Member under(long imageId, String other) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      int digits = name.length() - ".txt".length();
      String folder = path.substring(0, path.length() - name.length());
      return imageId == imageId()
          ? new Member(path, other)
          : new Member(folder + ("%0" + digits + "d.txt").formatted(imageId), other);
    }
  }

  static boolean isTar(Path source) {
    return source.toString().matches(".*\\.(?:tar|tar\\.gz|tgz)");
  }

  /**
   * The files in the order of the tar, or by path.
   *
   * @throws ConfigException if there is none
   */
  static List<Member> read(Path source) {
    List<Member> members;
    try {
      members = Files.isDirectory(source) ? readFolder(source) : readTar(source);
    } catch (NoSuchFileException e) {
      throw new ConfigException("--captions " + source + " does not exist", e);
    } catch (IOException e) {
      throw new ConfigException("--captions %s cannot be read: %s".formatted(source, e), e);
    }
    ConfigException.check(!members.isEmpty(), "--captions %s holds no <image id>.txt", source);
    return members;
  }

  private static List<Member> readFolder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    List<Member> members = new ArrayList<>(files.size());
    for (Path file : files) {
      checkLength(folder, file.toString(), Files.size(file));
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      members.add(new Member(folder.relativize(file).toString().replace('\\', '/'), text));
    }
    return members;
  }

  private static List<Member> readTar(Path file) throws IOException {
    List<Member> members = new ArrayList<>();
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream plain =
            file.toString().endsWith(".tar") ? bytes : new GZIPInputStream(bytes, 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && name.endsWith(".txt") && !name.startsWith(".")) {
          checkLength(file, entry.getName(), entry.getSize());
          members.add(
              new Member(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8)));
        }
      }
    }
    return members;
  }

  private static void checkLength(Path source, String name, long bytes) {
    ConfigException.check(
        bytes <= LONGEST_CAPTION,
        "--captions %s: %s has %d bytes, which is no caption",
        source,
        name,
        bytes);
  }

  /** Writes files to a tar or a folder, which must not be there. */
  static void write(List<Member> members, Path target) throws IOException {
    ConfigException.check(!Files.exists(target), "--fix %s is there already", target);
    if (!isTar(target)) {
      for (Member member : members) {
        Path file = target.resolve(member.path()).normalize();
        ConfigException.check(
            file.startsWith(target.normalize()), "%s leads out of its folder", member.path());
        Files.createDirectories(file.getParent());
        Files.writeString(file, member.text());
      }
      return;
    }
    ConfigException.check(
        target.toString().endsWith(".tar"), "--fix %s: name a folder or a .tar", target);
    try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Member member : members) {
        byte[] text = member.text().getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(member.path());
        entry.setSize(text.length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    }
  }
}
