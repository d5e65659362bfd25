package dev.pancap.bench;

import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.LabelMap;
import java.util.SplittableRandom;

/**
 * Label maps and pictures for benchmarks: segments with wavy borders, and noise as cameras add it.
 */
final class BenchScenes {
  private BenchScenes() {}

  /**
   * @param size as {@code 640x480}
   */
  static LabelMap map(String size, int segments) {
    int width = Integer.parseInt(size.substring(0, size.indexOf('x')));
    int height = Integer.parseInt(size.substring(size.indexOf('x') + 1));
    SplittableRandom random = new SplittableRandom(20261122);
    double[] centreX = random.doubles(segments + 1, 0, width).toArray();
    double[] centreY = random.doubles(segments + 1, 0, height).toArray();
    int[] ids = random.ints(segments + 1, 1, 1 << 24).toArray();
    ids[segments] = LabelMap.VOID;
    int[] map = new int[width * height];
    for (int i = 0; i < map.length; i++) {
      int x = i % width;
      int y = i / width;
      double wave = 9 * Math.sin(x / 11.0 + y / 17.0) + 3 * Math.sin(x / 3.1 - y / 2.3);
      int nearest = 0;
      double best = Double.MAX_VALUE;
      for (int s = 0; s <= segments; s++) {
        double distance = Math.hypot(x + wave - centreX[s], y - wave - centreY[s]);
        if (distance < best) {
          best = distance;
          nearest = s;
        }
      }
      map[i] = ids[nearest];
    }
    return LabelMap.wrap(width, height, map);
  }

  static RgbImage picture(LabelMap map) {
    SplittableRandom random = new SplittableRandom(7);
    byte[] bgr = new byte[3 * map.pixels()];
    for (int i = 0; i < bgr.length; i++) {
      int colour = 40 + (map.idAt(i / 3) >> i % 3 * 8 & 0x7F);
      bgr[i] = (byte) (colour + random.nextInt(-12, 13));
    }
    return RgbImage.wrapBgr(map.width(), map.height(), bgr);
  }
}
