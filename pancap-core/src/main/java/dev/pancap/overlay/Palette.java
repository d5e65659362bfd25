package dev.pancap.overlay;

/**
 * The colours of marks: 96 of them, then again from the first.
 *
 * <p>Chosen one after the other among the saturated colours of middle lightness (CIELAB L* 42 to
 * 88, chroma above 32), each as far as possible from all before it. So the first dozen differ by
 * more than 49 ΔE, the first 48 by more than 23, all 96 by more than 16, and whichever segments
 * meet in a picture can be told apart.
 */
public final class Palette {
  private static final int[] RGB =
      parse(
          "ee3333 00ff00 4444ff 33bbcc eecc22 ffaaff 007711 ffbb99 "
              + "ff00ee 0066bb cc0077 00eeaa 886600 ff8800 aaee55 aacc88 "
              + "9944bb 995577 ff7788 99bbff 337755 00ee66 889900 4466ee "
              + "aa4400 ff66dd 995544 aa00ff ff1166 88eecc 0088bb 22aa00 "
              + "eedd77 eeaa44 ff8855 9977cc ee99bb cc55ff 66cc66 667733 "
              + "00aa77 ff5500 bb3344 aa8855 bb0099 dd66aa ccdd00 66dd00 "
              + "ff00aa cc88ff 7799ff 00eeee 7744dd 55ccff 00aaff aacc55 "
              + "11bbaa 669933 ff0011 cc7722 aaaa55 ccaaee aa11bb dd8888 "
              + "bb9900 ffaa00 dd6655 77dd99 aa55aa aaee00 88bb00 6688cc "
              + "aa6633 6655bb ff5599 ddbb77 66aa66 886699 bb5566 00eecc "
              + "777700 cc3300 dd8866 aaee88 dd66ee 44ee88 337733 ee22cc "
              + "bb3366 ff5566 bbbb11 9944ff bb3322 ff0088 dd11ff 66dd55");

  private Palette() {}

  /**
   * The colour of a mark as 0xRRGGBB.
   *
   * @throws IllegalArgumentException if the mark is not positive
   */
  public static int rgbOf(int mark) {
    if (mark <= 0) {
      throw new IllegalArgumentException("Marks are positive: " + mark);
    }
    return RGB[(mark - 1) % RGB.length];
  }

  private static int[] parse(String colours) {
    String[] words = colours.split(" ");
    int[] rgb = new int[words.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = Integer.parseInt(words[i], 16);
    }
    return rgb;
  }
}
