package dev.pancap.synth;

import dev.pancap.panoptic.Category;
import java.util.List;

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
      Category category, double top, Edge edge, List<NamedColour> colours, Texture texture) {}

  /**
   * Where drawings may be.
   *
   * @param scale multiplies the drawings' heights
   */
  record Zone(Hold hold, double top, double bottom, double scale, List<Drawing> drawings) {}
}
