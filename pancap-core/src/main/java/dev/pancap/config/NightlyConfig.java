package dev.pancap.config;

import java.io.Serializable;

/**
 * What {@code pancap nightly} works on; empty where nothing is named. Paths are Hadoop paths.
 *
 * @param images folder of pictures
 * @param masks folder of panoptic PNGs, with {@code annotations}
 * @param annotations COCO panoptic JSON
 * @param coconut folder of COCONut's Parquet, in place of masks and annotations
 * @param packed folder that {@code pancap pack} wrote, in place of all the above
 * @param out where releases, journal and runs are kept
 * @param split the split that images are published in
 * @param embedImages whether the pictures' bytes go into the release
 * @param plan whether it is counted first what would be asked
 * @param diffPictures how many changes the page of the differences shows
 * @param keepReleases how many releases stay; 0 for all
 */
public record NightlyConfig(
    String images,
    String masks,
    String annotations,
    String coconut,
    String packed,
    String out,
    String split,
    boolean embedImages,
    boolean plan,
    int diffPictures,
    int keepReleases)
    implements Serializable {
  public NightlyConfig {
    ConfigException.check(
        diffPictures >= 0, "nightly.diff-pictures must be 0 or more: %d", diffPictures);
    ConfigException.check(
        keepReleases >= 0, "nightly.keep-releases must be 0 or more: %d", keepReleases);
  }
}
