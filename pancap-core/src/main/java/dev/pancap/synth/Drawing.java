package dev.pancap.synth;

import dev.pancap.panoptic.Category;
import java.util.List;

/**
 * How one category is drawn, in a box from (0, 0), top left, to (1, 1).
 *
 * @param aspect width by height
 * @param height of a near one, as a share of the picture's height
 * @param mirrored whether it may be drawn looking the other way
 */
record Drawing(
    Category category,
    double aspect,
    double height,
    List<NamedColour> colours,
    Texture texture,
    boolean mirrored,
    List<Stroke> strokes) {

  /** One shape. The numbers are those of the drawing language in {@code drawings.txt}. */
  record Stroke(Ink ink, Shape shape, double[] numbers) {}

  /** The shapes of the drawing language. */
  enum Shape {
    POLY,
    ELLIPSE,
    BOX,
    ROUND,
    LINE
  }
}
