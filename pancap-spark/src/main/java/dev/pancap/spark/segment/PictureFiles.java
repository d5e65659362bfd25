package dev.pancap.spark.segment;

import dev.pancap.config.ConfigException;
import dev.pancap.model.RequestKey;
import dev.pancap.panoptic.AnnotationEntry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Lists the pictures of a folder and gives each an id that stays its own when others come or go: a
 * name of digits only, as COCO's are, is its number; any other name gives a number of 52 bits.
 */
public final class PictureFiles {
  private static final Pattern PICTURE = Pattern.compile("(?i).*\\.(jpe?g|png)");
  private static final Pattern NUMBER = Pattern.compile("0*(\\d{1,15})\\.[^.]*");
  private static final int HASH_DIGITS = 13;

  private PictureFiles() {}

  /**
   * All JPEG and PNG files below a folder, by name. Hidden files are left out.
   *
   * @param folder a Hadoop path
   * @throws ConfigException if there are none, or two have one id or one mask name
   */
  public static List<PictureFile> list(String folder, Configuration hadoop) {
    List<PictureFile> pictures = new ArrayList<>();
    try {
      Path path = new Path(folder);
      FileSystem files = path.getFileSystem(hadoop);
      URI root = files.getFileStatus(path).getPath().toUri();
      RemoteIterator<LocatedFileStatus> found = files.listFiles(path, /* recursive= */ true);
      while (found.hasNext()) {
        String name = nameIn(root, found.next().getPath().toUri());
        if (PICTURE.matcher(name).matches() && !name.startsWith(".") && !name.contains("/.")) {
          pictures.add(new PictureFile(idOf(name), name));
        }
      }
    } catch (FileNotFoundException e) {
      throw new ConfigException("--images %s does not exist".formatted(folder), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(
          "--images %s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
    ConfigException.check(
        !pictures.isEmpty(), "--images %s holds no .jpg, .jpeg or .png file", folder);
    pictures.sort((a, b) -> a.name().compareTo(b.name()));
    checkApart(pictures);
    return pictures;
  }

  static long idOf(String name) {
    Matcher number = NUMBER.matcher(name.substring(name.lastIndexOf('/') + 1));
    if (!name.contains("/") && number.matches()) {
      return Long.parseLong(number.group(1));
    }
    String hash = RequestKey.start().with("picture", name).hex();
    return Long.parseLong(hash.substring(0, HASH_DIGITS), 16);
  }

  private static String nameIn(URI root, URI file) {
    String folder = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
    return file.getPath().substring(folder.length());
  }

  private static void checkApart(List<PictureFile> pictures) {
    Map<Object, String> seen = new HashMap<>();
    for (PictureFile picture : pictures) {
      String mask = AnnotationEntry.maskFileOf(picture.name()).toLowerCase(Locale.ROOT);
      for (Object key : List.of(picture.imageId(), mask)) {
        String other = seen.put(key, picture.name());
        ConfigException.check(
            other == null,
            "--images holds %s and %s, which would have one id or one mask; rename one",
            String.valueOf(other),
            picture.name());
      }
    }
  }
}
