package dev.pancap.model.djl;

import dev.pancap.image.RgbImage;
import java.util.List;

/**
 * A picture as its vision graph takes it: {@code rows * columns} tiles row by row and the whole as
 * last one, or the whole alone with 0 rows and columns.
 */
public record Tiles(int rows, int columns, List<RgbImage> pictures) {
  public Tiles {
    pictures = List.copyOf(pictures);
  }
}
