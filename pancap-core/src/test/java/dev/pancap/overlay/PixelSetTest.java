package dev.pancap.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.mask.BoundingBox;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PixelSetTest {
  @Test
  void answersAsAnArrayOfBooleansDoes() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int width = 1 + random.nextInt(200);
      int height = 1 + random.nextInt(20);
      PixelSet set = new PixelSet(width, height);
      boolean[] expected = new boolean[width * height];
      for (int step = 0; step < 30; step++) {
        BoundingBox box = box(random, width, height);
        assertThat(set.meets(box))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(touch(expected, width, box, false));
        if (step % 3 == 0) {
          set.add(box);
          touch(expected, width, box, true);
        }
      }
    }
  }

  private static BoundingBox box(Random random, int width, int height) {
    int x = random.nextInt(width);
    int y = random.nextInt(height);
    return new BoundingBox(x, y, 1 + random.nextInt(width - x), 1 + random.nextInt(height - y));
  }

  private static boolean touch(boolean[] pixels, int width, BoundingBox box, boolean set) {
    boolean any = false;
    for (int y = box.y(); y < box.bottom(); y++) {
      for (int x = box.x(); x < box.right(); x++) {
        any |= pixels[y * width + x];
        pixels[y * width + x] |= set;
      }
    }
    return any;
  }
}
