package dev.pancap.facts;

import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One pass over picture and marks: colours, borders and connected pieces of all regions. */
final class SceneScan {
  /** Regions that are no further apart than this, with void between them, touch. */
  private static final int GAP_PIXELS = 3;

  private static final int MOST_INDEXED_MARKS = 1 << 16;
  private static final int COLORS = NamedColor.values().length;

  final Contacts contacts;
  final int[] borders;
  final int[] largestPieces;
  private final int regions;
  private final int[] colorCounts;
  private final long[] lightnessSums;
  private final long[] chromaSums;
  private final long[] pixels;
  private final int[] indexOfMark;
  private final Map<Integer, Integer> indexOfLargeMark = new HashMap<>();

  SceneScan(List<Segment> segments, RgbImage picture, LabelMap marks) {
    regions = segments.size();
    contacts = new Contacts(regions);
    borders = new int[regions];
    colorCounts = new int[regions * COLORS];
    lightnessSums = new long[regions * COLORS];
    chromaSums = new long[regions * COLORS];
    pixels = new long[regions];
    indexOfMark = new int[MOST_INDEXED_MARKS];
    Arrays.fill(indexOfMark, -1);
    for (int i = 0; i < regions; i++) {
      int mark = segments.get(i).mark();
      if (mark < MOST_INDEXED_MARKS) {
        indexOfMark[mark] = i;
      } else {
        indexOfLargeMark.put(mark, i);
      }
    }
    largestPieces = scan(picture, marks);
  }

  /** The colours of at least 1 % of the region's pixels, the largest share first. */
  RegionColors colors(int region) {
    List<ColorShare> shares = new ArrayList<>();
    for (int color = 0; color < COLORS; color++) {
      int cell = region * COLORS + color;
      int count = colorCounts[cell];
      if (count > 0 && 100L * count >= pixels[region]) {
        shares.add(
            new ColorShare(
                ColorTable.color(color),
                count / (double) pixels[region],
                lightnessSums[cell] / (100.0 * count),
                chromaSums[cell] / (1000.0 * count)));
      }
    }
    shares.sort(
        Comparator.comparingDouble(ColorShare::share).reversed().thenComparing(ColorShare::color));
    return new RegionColors(shares);
  }

  private int indexOf(int mark) {
    return mark < MOST_INDEXED_MARKS ? indexOfMark[mark] : indexOfLargeMark.getOrDefault(mark, -1);
  }

  private int[] scan(RgbImage picture, LabelMap marks) {
    int width = marks.width();
    int[] upper = new int[width];
    int[] row = new int[width];
    int[] lastRegion = new int[width];
    int[] lastRow = new int[width];
    int[] upperRuns = new int[width];
    int[] runs = new int[width];
    Arrays.fill(upper, -1);
    Arrays.fill(lastRegion, -1);
    Pieces pieces = new Pieces();
    for (int y = 0; y < marks.height(); y++) {
      readRow(marks, y, row);
      addColors(picture, y * width, row);
      addBeside(row);
      addAbove(row, upper, lastRegion, lastRow, y);
      addRuns(row, runs, upper, upperRuns, pieces);
      int[] swap = upper;
      upper = row;
      row = swap;
      swap = upperRuns;
      upperRuns = runs;
      runs = swap;
    }
    return pieces.largest(regions);
  }

  private void readRow(LabelMap marks, int y, int[] row) {
    int lastMark = LabelMap.VOID;
    int lastIndex = -1;
    for (int x = 0, pixel = y * row.length; x < row.length; x++, pixel++) {
      int mark = marks.idAt(pixel);
      if (mark != lastMark) {
        lastMark = mark;
        lastIndex = mark <= LabelMap.VOID ? -1 : indexOf(mark);
      }
      row[x] = lastIndex;
    }
  }

  private void addColors(RgbImage picture, int firstPixel, int[] row) {
    for (int x = 0; x < row.length; x++) {
      int region = row[x];
      if (region >= 0) {
        int entry = ColorTable.index(picture.rgbAt(firstPixel + x));
        int cell = region * COLORS + ColorTable.name(entry);
        colorCounts[cell]++;
        lightnessSums[cell] += ColorTable.lightness(entry);
        chromaSums[cell] += ColorTable.chroma(entry);
        pixels[region]++;
      }
    }
  }

  private void addBeside(int[] row) {
    int last = -1;
    int lastX = -1;
    for (int x = 0; x < row.length; x++) {
      int region = row[x];
      if (x > 0 && region != row[x - 1]) {
        addBorder(region, row[x - 1]);
      }
      if (region >= 0) {
        if (last >= 0 && region != last && x - lastX <= GAP_PIXELS) {
          contacts.addBeside(last, region);
        }
        last = region;
        lastX = x;
      }
    }
  }

  private void addAbove(int[] row, int[] upper, int[] lastRegion, int[] lastRow, int y) {
    for (int x = 0; x < row.length; x++) {
      int region = row[x];
      if (y > 0 && region != upper[x]) {
        addBorder(region, upper[x]);
      }
      if (region >= 0) {
        int last = lastRegion[x];
        if (last >= 0 && region != last && y - lastRow[x] <= GAP_PIXELS) {
          contacts.addAbove(last, region);
        }
        lastRegion[x] = region;
        lastRow[x] = y;
      }
    }
  }

  private void addBorder(int a, int b) {
    if (a >= 0) {
      borders[a]++;
    }
    if (b >= 0) {
      borders[b]++;
    }
  }

  private static void addRuns(int[] row, int[] runs, int[] upper, int[] upperRuns, Pieces pieces) {
    int x = 0;
    while (x < row.length) {
      int region = row[x];
      int end = x + 1;
      while (end < row.length && row[end] == region) {
        end++;
      }
      if (region >= 0) {
        int run = pieces.add(region, end - x);
        int joined = -1;
        for (int i = Math.max(0, x - 1); i < Math.min(row.length, end + 1); i++) {
          if (upper[i] == region && upperRuns[i] != joined) {
            joined = upperRuns[i];
            pieces.join(run, joined);
          }
        }
        Arrays.fill(runs, x, end, run);
      }
      x = end;
    }
  }
}
