package dev.pancap.spark.source;

import dev.pancap.config.ConfigException;
import dev.pancap.store.pack.PackFolder;
import dev.pancap.store.pack.PackManifest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code pancap pack} made of a COCO panoptic file and its folders. It is the same source as
 * those were, under their names: what is known of their images holds for its images.
 */
public final class PackedSource implements ImageSource {
  private final String folder;
  private final CocoSource packed;
  private final CocoSource original;

  private PackedSource(String folder, CocoSource packed, CocoSource original) {
    this.folder = folder;
    this.packed = packed;
    this.original = original;
  }

  /**
   * @param split the split that the images are published in
   * @throws ConfigException if the folder holds no complete pack
   */
  public static PackedSource of(
      String folder, String split, int maxSegments, Configuration hadoop) {
    try {
      PackFolder files = PackFolder.of(folder, hadoop);
      PackManifest manifest = files.manifest();
      ImageFolders folders = new ImageFolders(manifest.images(), manifest.masks(), split);
      return new PackedSource(
          folder,
          new CocoSource(
              files.path(manifest.copy().path()).toString(), folders.packedIn(folder), maxSegments),
          new CocoSource(manifest.annotations(), folders, maxSegments));
    } catch (IOException | IllegalArgumentException e) {
      throw InputFiles.unreadable("--packed", folder, e);
    }
  }

  @Override
  public Pieces open(SparkSession spark, String runDir) {
    return packed.open(spark, runDir);
  }

  @Override
  public String name() {
    return original.name();
  }

  @Override
  public List<String> inputs() {
    return List.of(folder);
  }

  @Override
  public Optional<List<String>> listing(Configuration hadoop) {
    return packed.listing(hadoop);
  }

  @Override
  public Optional<String> pack() {
    return Optional.of(folder);
  }
}
