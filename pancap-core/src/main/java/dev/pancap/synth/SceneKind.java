package dev.pancap.synth;

import dev.pancap.panoptic.Category;
import java.util.List;
import java.util.Random;

/** A kind of scene: its backdrops from far to near, and where what may stand, hang and fly. */
record SceneKind(String name, List<Band> bands, List<Zone> zones) {

  /** The upper edge of a backdrop. */
  enum Edge {
    FLAT,
    WAVY,
    JAGGED,
    SKYLINE
  }

  /** What a zone's top and bottom bound: the centres of its drawings, or the feet. */
  enum Hold {
    WALL,
    AIR,
    STAND
  }

  /**
   * A backdrop that reaches to the picture's bottom.
   *
   * @param top its upper edge, as a share of the picture's height
   */
  record Band(
      Category category, double top, Edge edge, List<NamedColour> colours, Texture texture) {

    /** The row at which the band begins in each column. */
    int[] edgeAcross(int width, int height, Random random) {
      int[] rows = new int[width];
      double level = top * height;
      if (top > 0) {
        level += (random.nextDouble() - 0.5) * 0.06 * height;
      }
      int offset = random.nextInt(256);
      int ground = (int) Math.round(level);
      int step = Math.max(2, width / 10);
      int from = (int) ((random.nextDouble() - 0.3) * 0.14 * height);
      int to = from;
      for (int x = 0; x < width; x++) {
        if (x % step == 0) {
          from = to;
          to = (int) ((random.nextDouble() - 0.3) * 0.14 * height);
        }
        rows[x] =
            switch (edge) {
              case FLAT -> ground;
              case WAVY -> ground + Grain.coarse(offset + x * 160 / width, 17) * height / 5000;
              case JAGGED -> ground - (from * (step - x % step) + to * (x % step)) / step;
              case SKYLINE -> ground - to;
            };
      }
      return rows;
    }
  }

  /**
   * Where drawings may be.
   *
   * @param scale multiplies the drawings' heights
   */
  record Zone(Hold hold, double top, double bottom, double scale, List<Drawing> drawings) {}
}
