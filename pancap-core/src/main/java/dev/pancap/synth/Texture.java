package dev.pancap.synth;

import java.util.Locale;

/**
 * How brightness varies over a surface. {@link #brightness} is in 256ths of the surface's colour;
 * above 256 the colour goes towards white. A drawing is 100 units high, a picture 480.
 */
enum Texture {
  PLAIN {
    @Override
    int brightness(int u, int v) {
      return 256 + Grain.coarse(u, v) / 16;
    }
  },
  CLOTH {
    @Override
    int brightness(int u, int v) {
      return 252 + Grain.coarse(u, v) / 8 + Grain.fine(u, v) / 16;
    }
  },
  METAL {
    @Override
    int brightness(int u, int v) {
      return 262 - v / 3 + Grain.coarse(u, v >> 2) / 14;
    }
  },
  GLOSSY {
    @Override
    int brightness(int u, int v) {
      return 268 - v / 3;
    }
  },
  WOOD {
    @Override
    int brightness(int u, int v) {
      return 254 + Grain.coarse(u >> 2, v * 3) / 6;
    }
  },
  FUR {
    @Override
    int brightness(int u, int v) {
      return 262 - v / 5 + Grain.fine(u >> 1, v >> 2) / 8;
    }
  },
  WOOL {
    @Override
    int brightness(int u, int v) {
      return 252 + Grain.coarse(u * 4, v * 4) / 4;
    }
  },
  PATCHES {
    @Override
    int brightness(int u, int v) {
      return Grain.coarse(u + 40, v + 15) > 34 ? 78 : 258 - v / 8;
    }
  },
  ZEBRA {
    @Override
    int brightness(int u, int v) {
      return Math.floorMod(u + Grain.coarse(u, v) / 24, 11) < 4 ? 40 : 256;
    }
  },
  GIRAFFE {
    @Override
    int brightness(int u, int v) {
      int row = Math.floorDiv(v, 9);
      int column = Math.floorMod(u + (row & 1) * 4 + Grain.coarse(u * 2, v * 2) / 48, 9);
      return column > 2 && Math.floorMod(v, 9) > 2 ? 138 : 262;
    }
  },
  LEAVES {
    @Override
    int brightness(int u, int v) {
      return 250 - v / 4 + Grain.coarse(u * 3, v * 3) / 3 + Grain.fine(u >> 1, v >> 1) / 8;
    }
  },
  KEYS {
    @Override
    int brightness(int u, int v) {
      return Math.floorMod(u, 18) < 3 ? 170 : 256;
    }
  },
  BRICK {
    @Override
    int brightness(int u, int v) {
      int row = Math.floorDiv(v, 12);
      boolean mortar = Math.floorMod(v, 12) < 2 || Math.floorMod(u + (row & 1) * 14, 28) < 2;
      return mortar ? 330 : 250 + Grain.fine(Math.floorDiv(u + (row & 1) * 14, 28), row) / 6;
    }
  },
  TILE {
    @Override
    int brightness(int u, int v) {
      return Math.floorMod(u, 36) < 2 || Math.floorMod(v, 36) < 2
          ? 212
          : 258 + Grain.coarse(u, v) / 24;
    }
  },
  PLANKS {
    @Override
    int brightness(int u, int v) {
      int plank = Math.floorDiv(u, 34);
      return Math.floorMod(u, 34) < 2
          ? 190
          : 254 + Grain.fine(plank, 7) / 8 + Grain.coarse(u * 3, v >> 2) / 10;
    }
  },
  STONES {
    @Override
    int brightness(int u, int v) {
      int wobble = Grain.coarse(u * 2, v * 2) / 14;
      int row = Math.floorDiv(v + wobble, 16);
      int column = Math.floorDiv(u + wobble + (row & 1) * 10, 22);
      boolean gap =
          Math.floorMod(v + wobble, 16) < 2 || Math.floorMod(u + wobble + (row & 1) * 10, 22) < 2;
      return gap ? 180 : 256 + Grain.fine(column, row) / 5;
    }
  },
  FOLDS {
    @Override
    int brightness(int u, int v) {
      return 226 + 5 * Math.abs(Math.floorMod(u + Grain.coarse(u, v) / 40, 18) - 9);
    }
  },
  PANE {
    @Override
    int brightness(int u, int v) {
      return 360 - v / 2 + (Math.floorMod(u + v, 60) < 12 ? 50 : 0);
    }
  },
  SLATS {
    @Override
    int brightness(int u, int v) {
      return Math.floorMod(v, 8) < 2 ? 196 : 262;
    }
  },
  SKY {
    @Override
    int brightness(int u, int v) {
      int cloud = Grain.coarse(u / 3 + 90, v) - 22;
      return 264 + v / 4 + (cloud > 0 ? Math.min(200, cloud * 5) : 0);
    }
  },
  WINDOWS {
    @Override
    int brightness(int u, int v) {
      int across = Math.floorMod(u, 34);
      int down = Math.floorMod(v, 40);
      boolean window = across > 8 && across < 24 && down > 10 && down < 30;
      return window
          ? 96 + Grain.fine(Math.floorDiv(u, 34), Math.floorDiv(v, 40)) / 5
          : 254 + Grain.coarse(u, v) / 16;
    }
  },
  GRAIN {
    @Override
    int brightness(int u, int v) {
      return 256 + Grain.fine(u, v) / 8 + Grain.coarse(u, v * 2) / 10;
    }
  },
  ROAD {
    @Override
    int brightness(int u, int v) {
      boolean dash = v > 62 && v < 70 && Math.floorMod(u, 96) < 52;
      return dash ? 440 : 256 + Grain.fine(u, v) / 14;
    }
  },
  RAILS {
    @Override
    int brightness(int u, int v) {
      if ((v > 8 && v < 13) || (v > 38 && v < 43)) {
        return 380;
      }
      return Math.floorMod(u, 26) < 12 ? 250 : 200 + Grain.fine(u >> 1, v >> 1) / 5;
    }
  },
  PITCH {
    @Override
    int brightness(int u, int v) {
      return v > 44 && v < 50 ? 450 : (Math.floorMod(u, 120) < 60 ? 270 : 246);
    }
  },
  GRASS {
    @Override
    int brightness(int u, int v) {
      return 250 + Grain.fine(u >> 1, v >> 3) / 6 + Grain.coarse(u, v * 2) / 7;
    }
  },
  ROCK {
    @Override
    int brightness(int u, int v) {
      return 246 + Grain.coarse(u * 2 + v, v * 3) / 4;
    }
  },
  WATER {
    @Override
    int brightness(int u, int v) {
      return 258 + Grain.coarse(u >> 1, v * 5) / 5;
    }
  },
  PLASTER {
    @Override
    int brightness(int u, int v) {
      return 258 + Grain.coarse(u, v) / 20 + Grain.fine(u, v) / 40;
    }
  };

  abstract int brightness(int u, int v);

  static Texture of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
