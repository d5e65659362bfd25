package dev.pancap.synth;

import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.LabelMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose pixels are whose: owner n of a painting is the n-th of a list, from 1.
 *
 * @param colour null for a crowd of several colours
 */
record SegmentOwner(Category category, boolean isCrowd, @Nullable NamedColour colour) {

  /** The segment id of every pixel, given the id of every owner. */
  static LabelMap labelMap(ScenePainting painting, int[] ids) {
    int[] map = new int[painting.width() * painting.height()];
    for (int pixel = 0; pixel < map.length; pixel++) {
      map[pixel] = ids[painting.ownerAt(pixel)];
    }
    return LabelMap.wrap(painting.width(), painting.height(), map);
  }

  /** The owners that have an id, measured. */
  static List<SyntheticSegment> segments(
      ScenePainting painting, List<SegmentOwner> owners, int[] ids) {
    int width = painting.width();
    int height = painting.height();
    int[] pixels = new int[ids.length];
    int[] left = new int[ids.length];
    int[] right = new int[ids.length];
    int[] top = new int[ids.length];
    int[] bottom = new int[ids.length];
    int[] tinted = new int[ids.length];
    Arrays.fill(left, width);
    Arrays.fill(top, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = y * width + x;
        int owner = painting.ownerAt(pixel);
        left[owner] = Math.min(left[owner], x);
        right[owner] = Math.max(right[owner], x + 1);
        top[owner] = Math.min(top[owner], y);
        bottom[owner] = y + 1;
        pixels[owner]++;
        tinted[owner] += painting.isTinted(pixel) ? 1 : 0;
      }
    }
    List<SyntheticSegment> segments = new ArrayList<>();
    for (int owner = 1; owner < ids.length; owner++) {
      if (ids[owner] != LabelMap.VOID) {
        SegmentOwner who = owners.get(owner - 1);
        segments.add(
            new SyntheticSegment(
                ids[owner],
                who.category(),
                who.isCrowd(),
                pixels[owner],
                new BoundingBox(
                    left[owner],
                    top[owner],
                    right[owner] - left[owner],
                    bottom[owner] - top[owner]),
                who.colour(),
                who.colour() == null ? 0 : (double) tinted[owner] / pixels[owner]));
      }
    }
    return segments;
  }
}
