package dev.pancap.overlay;

import dev.pancap.panoptic.LabelMap;
import java.util.Arrays;
import java.util.Random;

/**
 * Seeded label maps for tests: rectangles, discs and specks over one another, with void between.
 */
final class RandomRegions {
  private RandomRegions() {}

  /** Marks 1 to {@code marks}, each with a pixel at least. */
  static LabelMap map(Random random, int width, int height, int marks) {
    int[] ids = new int[width * height];
    Arrays.fill(ids, random.nextInt(3) == 0 ? LabelMap.VOID : 1);
    for (int mark = 1; mark <= marks; mark++) {
      int shapes = 1 + random.nextInt(3);
      for (int i = 0; i < shapes; i++) {
        draw(random, ids, width, height, mark);
      }
    }
    int[] order = random.ints(0, width * height).distinct().limit(marks).toArray();
    for (int mark = 1; mark <= marks; mark++) {
      ids[order[mark - 1]] = mark;
    }
    return LabelMap.wrap(width, height, ids);
  }

  private static void draw(Random random, int[] ids, int width, int height, int mark) {
    int cx = random.nextInt(width);
    int cy = random.nextInt(height);
    int rx = 1 + random.nextInt(Math.max(1, width / 4));
    int ry = 1 + random.nextInt(Math.max(1, height / 4));
    boolean disc = random.nextBoolean();
    for (int y = Math.max(0, cy - ry); y < Math.min(height, cy + ry); y++) {
      for (int x = Math.max(0, cx - rx); x < Math.min(width, cx + rx); x++) {
        double dx = (double) (x - cx) / rx;
        double dy = (double) (y - cy) / ry;
        if (!disc || dx * dx + dy * dy <= 1) {
          ids[y * width + x] = mark;
        }
      }
    }
  }
}
