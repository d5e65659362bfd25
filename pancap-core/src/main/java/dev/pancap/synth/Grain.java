package dev.pancap.synth;

import java.util.Random;

/** Noise that repeats every 256 steps: a coarse one that changes slowly and a fine one. */
final class Grain {
  private static final int SIDE = 256;
  private static final byte[] COARSE = new byte[SIDE * SIDE];
  private static final byte[] FINE = new byte[SIDE * SIDE];

  static {
    Random random = new Random(20260211);
    random.nextBytes(FINE);
    int[] lattice = random.ints(SIDE * SIDE, -128, 128).toArray();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        COARSE[y * SIDE + x] =
            (byte) ((2 * octave(lattice, x, y, 32) + octave(lattice, x, y, 8)) / 3);
      }
    }
  }

  private Grain() {}

  /** -128 to 127, smooth over some 30 steps. */
  static int coarse(int u, int v) {
    return COARSE[(v & 255) << 8 | (u & 255)];
  }

  /** -128 to 127, another at every step. */
  static int fine(int u, int v) {
    return FINE[(v & 255) << 8 | (u & 255)];
  }

  private static int octave(int[] lattice, int x, int y, int step) {
    int x0 = x / step;
    int y0 = y / step;
    int cells = SIDE / step;
    int fx = x % step;
    int fy = y % step;
    int top = mix(at(lattice, x0, y0, cells), at(lattice, x0 + 1, y0, cells), fx, step);
    int bottom = mix(at(lattice, x0, y0 + 1, cells), at(lattice, x0 + 1, y0 + 1, cells), fx, step);
    return mix(top, bottom, fy, step);
  }

  private static int at(int[] lattice, int x, int y, int cells) {
    return lattice[(y % cells) * cells + x % cells];
  }

  private static int mix(int a, int b, int share, int of) {
    return (a * (of - share) + b * share) / of;
  }
}
