package dev.pancap.store.pack;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a pack consists of, {@code pack.json} in {@code snake_case}; where it is, the pack is
 * complete. It holds no time and no machine: the same input gives the same bytes.
 *
 * @param format of the pack; {@link #FORMAT} is the one that is written
 * @param images the folder of pictures that was packed, as the user named it
 * @param masks the same of the masks
 * @param annotations the same of the annotation file
 * @param copy the annotation file in the pack, byte for byte
 * @param rows images in all shards
 * @param setAside images without a row, as their annotation rules them out, by reason
 * @param faults files that could not be packed, by reason; their rows say why
 * @param shards by ascending image id
 */
public record PackManifest(
    int format,
    String images,
    String masks,
    String annotations,
    Copy copy,
    long rows,
    Map<String, Long> setAside,
    Map<String, Long> faults,
    List<Shard> shards) {
  /** The format of packs that this version writes. */
  public static final int FORMAT = 1;

  public PackManifest {
    setAside = new TreeMap<>(setAside);
    faults = new TreeMap<>(faults);
    shards = List.copyOf(shards);
  }

  /**
   * A file that was copied as it is.
   *
   * @param path relative to the pack
   */
  public record Copy(String path, long bytes, String sha256) {}

  /**
   * One Parquet file.
   *
   * @param path relative to the pack
   * @param firstId the least image id in it
   * @param lastId the greatest
   */
  public record Shard(String path, long rows, long bytes, String sha256, long firstId, long lastId)
      implements Serializable {
    /** Whether an image, if the pack has a row of it, is in this file. */
    public boolean spans(long imageId) {
      return firstId <= imageId && imageId <= lastId;
    }
  }
}
