package dev.pancap.mask;

import dev.pancap.panoptic.LabelMap;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A binary mask as COCO's run lengths: the pixels in column-major order (pixel {@code x * height +
 * y}), runs of background and of foreground in turn, background first. The runs always fill the
 * mask exactly. Immutable.
 *
 * <p>Runs are kept as given. They are <i>canonical</i> when no run but the first is zero; what this
 * class makes itself is.
 */
public final class RunLengths {
  /** The largest mask that is accepted; what reads masks from files has tighter limits. */
  public static final int MAX_PIXELS = Integer.MAX_VALUE / 4;

  private final int width;
  private final int height;
  private final int[] counts;
  private final long areaPixels;
  // Computed on demand; a race computes the same immutable box twice.
  private @Nullable BoundingBox box;

  private RunLengths(int width, int height, int[] counts, long areaPixels) {
    this.width = width;
    this.height = height;
    this.counts = counts;
    this.areaPixels = areaPixels;
  }

  /**
   * COCO's uncompressed form, a list of integers, as its crowds have it.
   *
   * @throws BadRecordException if the size is not between 1 and {@link #MAX_PIXELS} pixels
   *     (MASK_TOO_LARGE), or the runs do not fill it exactly (MASK_RUNS_INVALID)
   */
  public static RunLengths of(int width, int height, int[] counts) {
    return checked(width, height, counts.clone());
  }

  /**
   * As {@link #of(int, int, int[])}, for counts read from JSON.
   *
   * @throws BadRecordException as there
   */
  public static RunLengths of(int width, int height, List<? extends Number> counts) {
    int[] runs = new int[counts.size()];
    int i = 0;
    for (Number count : counts) {
      long run = count.longValue();
      if (run != count.doubleValue() || run < 0 || run > MAX_PIXELS) {
        throw invalid("run %d is %s, not a count of pixels".formatted(i, count));
      }
      runs[i++] = (int) run;
    }
    return checked(width, height, runs);
  }

  /** As {@link #of(int, int, int[])}; the caller gives the array away. */
  static RunLengths checked(int width, int height, int[] counts) {
    int pixels = checkSize(width, height);
    int position = 0;
    long area = 0;
    for (int i = 0; i < counts.length; i++) {
      int run = counts[i];
      if (run < 0 || run > pixels - position) {
        throw invalid(
            "run %d of length %d at pixel %d does not fit the %d pixels of a mask of %d x %d"
                .formatted(i, run, position, pixels, width, height));
      }
      position += run;
      area += (i & 1) * (long) run;
    }
    if (position != pixels) {
      throw invalid(
          "the runs end at pixel %d of the %d of a mask of %d x %d"
              .formatted(position, pixels, width, height));
    }
    return new RunLengths(width, height, counts, area);
  }

  /** Runs that this package made, which need no check. */
  static RunLengths trusted(int width, int height, int[] counts, long areaPixels) {
    return new RunLengths(width, height, counts, areaPixels);
  }

  /**
   * @throws BadRecordException if the size is not between 1 and {@link #MAX_PIXELS} pixels
   *     (MASK_TOO_LARGE)
   */
  static int checkSize(int width, int height) {
    long pixels = (long) width * height;
    if (width <= 0 || height <= 0 || pixels > MAX_PIXELS) {
      throw new BadRecordException(
          Reason.MASK_TOO_LARGE,
          "a mask of %d x %d is outside 1 to %d pixels".formatted(width, height, MAX_PIXELS));
    }
    return (int) pixels;
  }

  static BadRecordException invalid(String detail) {
    return new BadRecordException(Reason.MASK_RUNS_INVALID, detail);
  }

  /**
   * The runs of a bitmap.
   *
   * @param rowMajor a byte a pixel, row by row; every value but 0 is foreground
   * @throws BadRecordException if the size is not between 1 and {@link #MAX_PIXELS} pixels
   * @throws IllegalArgumentException if the bytes do not fill the mask
   */
  public static RunLengths encode(int width, int height, byte[] rowMajor) {
    return RunBitmap.encode(width, height, rowMajor);
  }

  /** The runs of every segment of the map, by segment id; void has none. */
  public static Map<Integer, RunLengths> ofSegments(LabelMap map) {
    Map<Integer, RunLengths> runs = new HashMap<>();
    for (SegmentRuns segment : SegmentRuns.of(map, Integer.MAX_VALUE)) {
      runs.put(segment.segmentId(), segment.runs());
    }
    return runs;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** A copy of the run lengths in pixels: background, foreground, background, … */
  public int[] counts() {
    return counts.clone();
  }

  /** The run lengths themselves, for this package, which does not write to them. */
  int[] runs() {
    return counts;
  }

  /** The number of foreground pixels. */
  public long areaPixels() {
    return areaPixels;
  }

  /** The smallest box around the foreground; {@code (0, 0, 0, 0)} if there is none. */
  public BoundingBox boundingBox() {
    BoundingBox known = box;
    if (known == null) {
      known = areaPixels == 0 ? new BoundingBox(0, 0, 0, 0) : RunMoments.boundingBox(this);
      box = known;
    }
    return known;
  }

  /**
   * The mean column and row of the foreground's pixel centres, counted from 0.
   *
   * @throws IllegalStateException if the mask is empty
   */
  public Centroid centroid() {
    if (areaPixels == 0) {
      throw new IllegalStateException("An empty mask has no centroid");
    }
    return RunMoments.centroid(this);
  }

  /** The bitmap: a byte a pixel, row by row, 1 for foreground and 0 for background. */
  public byte[] decode() {
    return RunBitmap.decode(this);
  }

  /**
   * Marks on a row-major grid of this mask's size, by exclusive or with {@code value}, the topmost
   * pixels that are foreground and those that differ from the pixel above. The exclusive or of each
   * row with the row above then gives {@code value} at the foreground. Several masks can share the
   * grid, if they do not overlap.
   *
   * @throws IllegalArgumentException if the grid has another number of pixels
   */
  public void xorChanges(int[] grid, int value) {
    RunBitmap.xorChanges(this, grid, value);
  }

  /**
   * The pixels that are foreground in any of the masks. One mask is given back unchanged; of more,
   * the result is canonical.
   *
   * @throws BadRecordException if the masks differ in size (MASK_SIZE_MISMATCH)
   * @throws IllegalArgumentException if there is no mask
   */
  public static RunLengths union(List<RunLengths> masks) {
    return RunMerge.merge(masks, RunMerge.Rule.UNION);
  }

  /**
   * The pixels that are foreground in all of the masks. One mask is given back unchanged; of more,
   * the result is canonical.
   *
   * @throws BadRecordException if the masks differ in size (MASK_SIZE_MISMATCH)
   * @throws IllegalArgumentException if there is no mask
   */
  public static RunLengths intersection(List<RunLengths> masks) {
    return RunMerge.merge(masks, RunMerge.Rule.INTERSECTION);
  }

  /**
   * @throws BadRecordException if the masks differ in size (MASK_SIZE_MISMATCH)
   */
  public RunLengths union(RunLengths other) {
    return RunMerge.merge(this, other, RunMerge.Rule.UNION);
  }

  /**
   * @throws BadRecordException if the masks differ in size (MASK_SIZE_MISMATCH)
   */
  public RunLengths intersection(RunLengths other) {
    return RunMerge.merge(this, other, RunMerge.Rule.INTERSECTION);
  }

  /**
   * The number of pixels that are foreground in both masks.
   *
   * @throws BadRecordException if the masks differ in size (MASK_SIZE_MISMATCH)
   */
  public long intersectionPixels(RunLengths other) {
    RunMerge.checkSameSize(this, other);
    return boundingBox().overlaps(other.boundingBox())
        ? RunMerge.intersectionPixels(counts, other.counts)
        : 0;
  }

  /**
   * Intersection over union, 0 for two empty masks.
   *
   * @throws BadRecordException if the masks differ in size (MASK_SIZE_MISMATCH), which pycocotools
   *     answers with -1, or with 0 where the boxes do not overlap
   */
  public double iou(RunLengths other) {
    long both = intersectionPixels(other);
    return both == 0 ? 0 : (double) both / (areaPixels + other.areaPixels - both);
  }

  /**
   * COCO's overlap with a crowd region: the share of this mask that lies in the crowd, 0 if this
   * mask is empty.
   *
   * @throws BadRecordException if the masks differ in size (MASK_SIZE_MISMATCH)
   */
  public double iouWithCrowd(RunLengths crowd) {
    long both = intersectionPixels(crowd);
    return both == 0 ? 0 : (double) both / areaPixels;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RunLengths that
        && width == that.width
        && height == that.height
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(width, height, Arrays.hashCode(counts));
  }

  @Override
  public String toString() {
    return "RunLengths[%d x %d, %d pixels in %d runs]"
        .formatted(width, height, areaPixels, counts.length);
  }
}
