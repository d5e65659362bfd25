package dev.pancap.spark.source;

import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.panoptic.SourceImage;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folders that file names of an annotation are relative to; Hadoop paths.
 *
 * @param masks null where the source holds the masks inline
 * @param split the split that the images are published in
 * @param pack the pack that has the files, under the names that they had in the folders; null where
 *     they are in the folders
 */
public record ImageFolders(
    String images, @Nullable String masks, String split, @Nullable String pack)
    implements Serializable {

  /** Folders that hold the files themselves. */
  public ImageFolders(String images, @Nullable String masks, String split) {
    this(images, masks, split, /* pack= */ null);
  }

  /** The same files under the same names, to be read out of a pack. */
  public ImageFolders packedIn(String folder) {
    return new ImageFolders(images, masks, split, folder);
  }

  /** Names the folders and the split; the same whether the files are packed or not. */
  public String name() {
    return "images=%s masks=%s split=%s".formatted(images, masks, split);
  }

  /**
   * Opens what the files are read with.
   *
   * @param maxFileBytes larger files are refused
   * @throws dev.pancap.config.ConfigException if the pack is gone
   * @throws IOException if it cannot be read
   */
  public ImageReader reader(long maxFileBytes, Configuration hadoop) throws IOException {
    return pack == null
        ? new FolderReader(maxFileBytes, hadoop)
        : PackReader.open(pack, maxFileBytes, hadoop);
  }

  /**
   * Joins what is known of one image.
   *
   * @throws BadRecordException if a file name would leave its folder
   */
  @SuppressWarnings("NullAway") // An array that may be null is not understood in a record.
  public SourceImage join(PictureEntry picture, AnnotationEntry annotation) {
    return new SourceImage(
        picture.imageId(),
        picture.fileName(),
        split,
        picture.width(),
        picture.height(),
        resolve(images, picture.fileName()),
        masks == null ? null : resolve(masks, annotation.maskFile()),
        masks == null ? annotation.maskPng() : null,
        annotation.segments());
  }

  /**
   * The path of a file in a folder. Names may hold sub-folders and any character but NUL.
   *
   * @throws BadRecordException if the name is empty, absolute or leads out of the folder
   */
  public static String resolve(String folder, String name) {
    String fault = null;
    if (name.isBlank() || name.endsWith("/")) {
      fault = "names no file";
    } else if (name.startsWith("/") || name.startsWith("\\")) {
      fault = "is absolute";
    } else if (name.indexOf('\0') >= 0) {
      fault = "holds a NUL character";
    } else {
      for (String part : name.split("[/\\\\]", -1)) {
        if (part.equals("..") || part.equals(".") || part.isEmpty()) {
          fault = "leads out of its folder";
        }
      }
    }
    if (fault != null) {
      throw new BadRecordException(
          Reason.FILE_NAME_UNSAFE, "file name '%s' %s".formatted(shown(name), fault));
    }
    // "./" keeps Hadoop from taking what stands before a colon for a scheme.
    return new Path(new Path(folder), new Path("./" + name)).toString();
  }

  private static String shown(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= 120 ? printable : printable.substring(0, 120) + "…";
  }
}
