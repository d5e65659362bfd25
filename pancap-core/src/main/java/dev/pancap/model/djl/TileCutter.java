package dev.pancap.model.djl;

import dev.pancap.image.RgbImage;
import dev.pancap.onnx.PilResize;
import java.util.ArrayList;
import java.util.List;

/**
 * Scales and cuts pictures as the Idefics3 image processor does, to the last bit.
 *
 * <p>The longer side is scaled to a fixed length (which enlarges small pictures). Splitting brings
 * both sides up to multiples of the tile, cuts, and adds the whole squeezed into one tile; without
 * splitting there is only the whole.
 */
public final class TileCutter {
  /** The processor's bound on either side, whatever the folder says. */
  private static final int MAX_EDGE = 4096;

  private final int tile;
  private final int longestEdge;
  private final PilResize.Filter filter;
  private final boolean splits;

  /**
   * @param longestEdge pixels that the longer side is scaled to; 0 takes the folder's value
   * @param splits whether pictures are cut, rather than squeezed into one tile
   */
  public record Cutting(int longestEdge, boolean splits) {}

  public TileCutter(Idefics3Layout layout, Cutting cutting) {
    this.tile = layout.tilePixels();
    this.longestEdge = cutting.longestEdge() > 0 ? cutting.longestEdge() : layout.longestEdge();
    this.filter = layout.filter();
    this.splits = cutting.splits();
  }

  /** The tiles of a picture; of a wide one the first row's from the left, then the next row's. */
  public Tiles cut(RgbImage picture) {
    RgbImage scaled = scaleToLongestEdge(picture);
    if (!splits) {
      return new Tiles(0, 0, List.of(resize(scaled, tile, tile)));
    }
    RgbImage whole = scaleToMultiples(scaled);
    int columns = whole.width() / tile;
    int rows = whole.height() / tile;
    if (columns == 1 && rows == 1) {
      return new Tiles(0, 0, List.of(whole));
    }
    List<RgbImage> pictures = new ArrayList<>(rows * columns + 1);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        pictures.add(whole.crop(column * tile, row * tile, tile, tile));
      }
    }
    pictures.add(resize(whole, tile, tile));
    return new Tiles(rows, columns, pictures);
  }

  private RgbImage scaleToLongestEdge(RgbImage picture) {
    double ratio = (double) picture.width() / picture.height();
    int longer = longestEdge;
    boolean wide = picture.width() >= picture.height();
    int shorter = Math.max(1, roundUpToEven(other(longer, ratio, wide)));
    int width = wide ? longer : shorter;
    int height = wide ? shorter : longer;
    if (Math.max(width, height) > MAX_EDGE) {
      double scaledRatio = (double) width / height;
      boolean stillWide = width >= height;
      int bounded = Math.max(1, other(MAX_EDGE, scaledRatio, stillWide));
      width = stillWide ? MAX_EDGE : bounded;
      height = stillWide ? bounded : MAX_EDGE;
    }
    return resize(picture, width, height);
  }

  private RgbImage scaleToMultiples(RgbImage picture) {
    double ratio = (double) picture.width() / picture.height();
    boolean wide = picture.width() >= picture.height();
    int longer = upToMultiple(wide ? picture.width() : picture.height());
    int shorter = upToMultiple(other(longer, ratio, wide));
    return wide ? resize(picture, longer, shorter) : resize(picture, shorter, longer);
  }

  /** The other side for a longer one, cut off below as the processor does. */
  private static int other(int longer, double widthOverHeight, boolean wide) {
    return (int) (wide ? longer / widthOverHeight : longer * widthOverHeight);
  }

  private static int roundUpToEven(int edge) {
    return edge + edge % 2;
  }

  private int upToMultiple(int edge) {
    return Math.max(1, (edge + tile - 1) / tile) * tile;
  }

  private RgbImage resize(RgbImage picture, int width, int height) {
    return PilResize.resize(picture, width, height, filter);
  }
}
