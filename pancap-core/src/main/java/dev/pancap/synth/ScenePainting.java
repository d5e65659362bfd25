package dev.pancap.synth;

import dev.pancap.image.RgbImage;
import java.util.Arrays;
import java.util.Random;

/**
 * A picture that is being painted from far to near, and for each pixel who painted it last. Owner 0
 * is nobody: void.
 */
final class ScenePainting {
  static final int NOBODY = 0;

  private final int width;
  private final int height;
  private final int[] rgb;
  private final int[] owner;
  private final boolean[] tinted;

  ScenePainting(int width, int height) {
    this.width = width;
    this.height = height;
    this.rgb = new int[width * height];
    this.owner = new int[width * height];
    this.tinted = new boolean[width * height];
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int ownerAt(int pixel) {
    return owner[pixel];
  }

  /** Whether the pixel shows its owner's own colour. */
  boolean isTinted(int pixel) {
    return tinted[pixel];
  }

  void disown(int pixel) {
    owner[pixel] = NOBODY;
  }

  /**
   * What lies between two edges, each given as a row a column.
   *
   * @param shift moves the texture sideways
   */
  void backdrop(int[] top, int[] bottom, Surface surface, int shift) {
    int unit = (int) Math.max(1, Math.round(256 * 480.0 / height));
    int first = Math.max(0, Arrays.stream(top).min().orElse(0));
    int colour = surface.colour().rgb();
    Texture texture = surface.texture();
    for (int y = first; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (y >= top[x] && y < bottom[x]) {
          int u = (x * unit >> 8) + shift;
          int bright = texture.brightness(u, (y - top[x]) * unit >> 8);
          set(y * width + x, lit(colour, bright), surface.owner(), true);
        }
      }
    }
  }

  /** A stencil with its top left at (left, top); what lies outside the picture is cut off. */
  void draw(Stencil stencil, int left, int top, Surface surface) {
    int unit = Math.max(1, 25_600 / stencil.height());
    int yEnd = Math.min(height, top + stencil.height());
    int xEnd = Math.min(width, left + stencil.width());
    for (int y = Math.max(0, top); y < yEnd; y++) {
      for (int x = Math.max(0, left); x < xEnd; x++) {
        Ink ink = stencil.inkAt(x - left, y - top);
        if (ink == Ink.NONE) {
          continue;
        }
        int colour = ink.rgb();
        int bright = 256;
        if (ink.isTinted()) {
          colour = surface.colour().rgb();
          bright = surface.texture().brightness((x - left) * unit >> 8, (y - top) * unit >> 8);
          bright += ink == Ink.SHADE ? -46 : ink == Ink.LIGHT ? 44 : 0;
        }
        set(y * width + x, lit(colour, bright), surface.owner(), ink.isTinted());
      }
    }
  }

  /** What a stencil is painted with, and whose its pixels are. */
  record Surface(NamedColour colour, Texture texture, int owner) {}

  /** A disc of light that stays its owner's: the sun in the sky. */
  void shine(int centreX, int centreY, int radius) {
    int reach = 2 * radius;
    for (int y = Math.max(0, centreY - reach); y < Math.min(height, centreY + reach); y++) {
      for (int x = Math.max(0, centreX - reach); x < Math.min(width, centreX + reach); x++) {
        int distance = (x - centreX) * (x - centreX) + (y - centreY) * (y - centreY);
        int pixel = y * width + x;
        if (distance <= radius * radius) {
          rgb[pixel] = 0xFFF3B0;
          tinted[pixel] = false;
        } else if (distance < reach * reach) {
          int glow = 128 - 128 * (distance - radius * radius) / (3 * radius * radius);
          rgb[pixel] = lit(rgb[pixel], 256 + Math.max(0, glow));
        }
      }
    }
  }

  /** A flat patch that belongs to nobody. */
  void leaveUnlabelled(Stencil stencil, int left, int top, int colour) {
    for (int y = Math.max(0, top); y < Math.min(height, top + stencil.height()); y++) {
      for (int x = Math.max(0, left); x < Math.min(width, left + stencil.width()); x++) {
        if (stencil.inkAt(x - left, y - top) != Ink.NONE) {
          int bright = 256 + Grain.coarse(x * 3, y * 3) / 4;
          set(y * width + x, lit(colour, bright), NOBODY, false);
        }
      }
    }
  }

  /**
   * The picture as a camera gives it: edges a little soft, and noise.
   *
   * @param noise largest change of a channel
   */
  RgbImage toImage(Random random, int noise) {
    byte[] bgr = new byte[3 * rgb.length];
    int[] above = softenedRow(0);
    int[] row = above;
    long state = random.nextLong() | 1;
    int span = 2 * noise + 1;
    for (int y = 0; y < height; y++) {
      int[] below = softenedRow(Math.min(height - 1, y + 1));
      for (int x = 0; x < width; x++) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        int bits = (int) (state >>> 20);
        int bright = ((bits & 0xFF) * span >> 8) + ((bits >> 8 & 0xFF) * span >> 8) - 2 * noise;
        int tint = ((bits >> 16 & 0xFF) * span >> 8) - noise;
        int value = quarter(above[x], row[x], below[x]);
        int i = 3 * (y * width + x);
        bgr[i] = (byte) clamp((value & 0xFF) + bright - tint / 2);
        bgr[i + 1] = (byte) clamp((value >> 8 & 0xFF) + bright);
        bgr[i + 2] = (byte) clamp((value >> 16 & 0xFF) + bright + tint / 2);
      }
      above = row;
      row = below;
    }
    return RgbImage.wrapBgr(width, height, bgr);
  }

  /** A row through the filter 1 2 1, red and blue in one word, green in another. */
  private int[] softenedRow(int y) {
    int[] soft = new int[width];
    int start = y * width;
    for (int x = 0; x < width; x++) {
      int left = rgb[start + Math.max(0, x - 1)];
      int right = rgb[start + Math.min(width - 1, x + 1)];
      soft[x] = quarter(left, rgb[start + x], right);
    }
    return soft;
  }

  private static int quarter(int a, int b, int c) {
    int redBlue = (a & 0xFF00FF) + 2 * (b & 0xFF00FF) + (c & 0xFF00FF) + 0x20002;
    int green = (a & 0xFF00) + 2 * (b & 0xFF00) + (c & 0xFF00) + 0x200;
    return redBlue >> 2 & 0xFF00FF | green >> 2 & 0xFF00;
  }

  private void set(int pixel, int colour, int newOwner, boolean own) {
    rgb[pixel] = colour;
    owner[pixel] = newOwner;
    tinted[pixel] = own;
  }

  /** Up to 256 the colour goes towards black, from there to 512 towards white. */
  private static int lit(int colour, int brightness) {
    int r = colour >> 16 & 0xFF;
    int g = colour >> 8 & 0xFF;
    int b = colour & 0xFF;
    if (brightness <= 256) {
      int factor = Math.max(0, brightness);
      return (r * factor >> 8) << 16 | (g * factor >> 8) << 8 | b * factor >> 8;
    }
    int white = Math.min(256, brightness - 256);
    return (r + ((255 - r) * white >> 8)) << 16
        | (g + ((255 - g) * white >> 8)) << 8
        | b + ((255 - b) * white >> 8);
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
