package dev.pancap.facts;

import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One pass over picture and marks: colours, borders and connected pieces of all regions.
 *
 * <p>It runs over runs of equal marks and not over pixels wherever it can. The colours of a large
 * region are read from every second pixel of every second row, of a very large one from every
 * fourth: two thousand samples give shares to within a percent or two.
 */
final class SceneScan {
  /** Regions that are no further apart than this, with void between them, touch. */
  private static final int GAP_PIXELS = 3;

  /** Regions with fewer pixels are read in full. */
  private static final int LARGE_REGION = 8192;

  private static final int VERY_LARGE_REGION = 32_768;

  private static final int COLORS = NamedColor.values().length;

  final Contacts contacts;
  final int[] borders;
  final int[] largestPieces;

  /** A power of two: every how many pixels and rows colours are read. */
  private final int[] steps;

  private final int[] colorCounts;
  private final long[] lightnessSums;
  private final long[] chromaSums;
  private final long[] samples;
  private final Pieces pieces = new Pieces();

  SceneScan(List<Segment> segments, RgbImage picture, LabelMap marks) {
    int regions = segments.size();
    contacts = new Contacts(regions);
    borders = new int[regions];
    steps = new int[regions];
    for (int i = 0; i < regions; i++) {
      long area = segments.get(i).areaPixels();
      steps[i] = area < LARGE_REGION ? 1 : area < VERY_LARGE_REGION ? 2 : 4;
    }
    colorCounts = new int[regions * COLORS];
    lightnessSums = new long[regions * COLORS];
    chromaSums = new long[regions * COLORS];
    samples = new long[regions];
    scan(new RegionIndex(segments), picture, marks);
    largestPieces = pieces.largest(regions);
  }

  /** The colours of at least 1 % of the region's pixels, the largest share first. */
  RegionColors colors(int region) {
    List<ColorShare> shares = new ArrayList<>();
    for (int color = 0; color < COLORS; color++) {
      int cell = region * COLORS + color;
      int count = colorCounts[cell];
      if (count > 0 && 100L * count >= samples[region]) {
        shares.add(
            new ColorShare(
                ColorTable.color(color),
                count / (double) samples[region],
                lightnessSums[cell] / (100.0 * count),
                chromaSums[cell] / (1000.0 * count)));
      }
    }
    shares.sort(
        Comparator.comparingDouble(ColorShare::share).reversed().thenComparing(ColorShare::color));
    return new RegionColors(shares);
  }

  private void scan(RegionIndex index, RgbImage picture, LabelMap marks) {
    int width = marks.width();
    RowRuns runs = new RowRuns(width);
    RowRuns upperRuns = new RowRuns(width);
    int[] row = new int[width];
    int[] upper = new int[width];
    int[] lastRegion = new int[width];
    int[] lastRow = new int[width];
    Arrays.fill(upper, -1);
    Arrays.fill(lastRegion, -1);
    for (int y = 0; y < marks.height(); y++) {
      runs.read(marks, y, index);
      runs.fill(row);
      addColors(picture, y, width, runs);
      addBeside(runs, width);
      addAbove(row, upper, lastRegion, lastRow, y);
      addPieces(runs, upperRuns);
      int[] swap = upper;
      upper = row;
      row = swap;
      RowRuns swapRuns = upperRuns;
      upperRuns = runs;
      runs = swapRuns;
    }
  }

  private void addColors(RgbImage picture, int y, int width, RowRuns runs) {
    for (int run = 0; run < runs.count; run++) {
      int region = runs.regions[run];
      int step = steps[region];
      if ((y & (step - 1)) != 0) {
        continue;
      }
      int first = (runs.starts[run] + step - 1) & -step;
      int cells = region * COLORS;
      for (int x = first; x < runs.ends[run]; x += step) {
        int entry = ColorTable.index(picture.rgbAt(y * width + x));
        int cell = cells + ColorTable.name(entry);
        colorCounts[cell]++;
        lightnessSums[cell] += ColorTable.lightness(entry);
        chromaSums[cell] += ColorTable.chroma(entry);
        samples[region]++;
      }
    }
  }

  private void addBeside(RowRuns runs, int width) {
    for (int run = 0; run < runs.count; run++) {
      int region = runs.regions[run];
      borders[region] += runs.starts[run] > 0 ? 1 : 0;
      borders[region] += runs.ends[run] < width ? 1 : 0;
      if (run > 0
          && region != runs.regions[run - 1]
          && runs.starts[run] - runs.ends[run - 1] < GAP_PIXELS) {
        contacts.addBeside(runs.regions[run - 1], region);
      }
    }
  }

  private void addAbove(int[] row, int[] upper, int[] lastRegion, int[] lastRow, int y) {
    for (int x = 0; x < row.length; x++) {
      int region = row[x];
      int above = upper[x];
      if (region == above) {
        continue;
      }
      if (above >= 0) {
        borders[above]++;
        lastRegion[x] = above;
        lastRow[x] = y - 1;
      }
      if (region >= 0) {
        borders[region] += y > 0 ? 1 : 0;
        int last = lastRegion[x];
        if (last >= 0 && last != region && y - lastRow[x] <= GAP_PIXELS) {
          contacts.addAbove(last, region);
        }
      }
    }
  }

  private void addPieces(RowRuns runs, RowRuns upper) {
    int other = 0;
    for (int run = 0; run < runs.count; run++) {
      int region = runs.regions[run];
      int piece = pieces.add(region, runs.ends[run] - runs.starts[run]);
      runs.pieces[run] = piece;
      while (other < upper.count && upper.ends[other] < runs.starts[run]) {
        other++;
      }
      for (int i = other; i < upper.count && upper.starts[i] <= runs.ends[run]; i++) {
        if (upper.regions[i] == region) {
          pieces.join(piece, upper.pieces[i]);
        }
      }
    }
  }
}
