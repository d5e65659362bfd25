package dev.pancap.model.djl;

import dev.pancap.image.RgbImage;
import java.util.List;

/**
 * A picture as its vision graph takes it: {@code rows * columns} tiles row by row and the whole as
 * last one, or the whole alone with 0 rows and columns.
 */
record Tiles(int rows, int columns, List<RgbImage> pictures) {
  Tiles {
    pictures = List.copyOf(pictures);
  }
}
