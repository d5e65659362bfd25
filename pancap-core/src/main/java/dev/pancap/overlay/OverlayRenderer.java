package dev.pancap.overlay;

import dev.pancap.image.RgbImage;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.Segment;
import java.util.List;

/**
 * Draws the set-of-marks overlay: every segment tinted in its mark's colour, its boundary drawn,
 * and its number once, white on a dark box framed in the same colour. The same input gives the same
 * pixels on every machine. Safe for use by several threads.
 */
public final class OverlayRenderer {
  /** Part of every request key: raised whenever the same input would be drawn differently. */
  public static final int VERSION = 1;

  private static final int BOX_RGB = 0x101014;
  private static final int DIGIT_RGB = 0xFFFFFF;

  /** The shorter side at which {@code contour-width} is what it says. */
  private static final double REFERENCE_SIDE = 480;

  private final OverlayConfig config;
  private final MarkPlacer placer;

  public OverlayRenderer(OverlayConfig config) {
    this.config = config;
    this.placer = new MarkPlacer(config);
  }

  /**
   * The picture with the listed segments drawn on it; pixels of other marks stay as they are.
   *
   * @param marks the mark of every pixel
   * @throws IllegalArgumentException if sizes differ, a mark is listed twice or has no pixel
   */
  public RgbImage render(RgbImage picture, LabelMap marks, List<Segment> segments) {
    if (picture.width() != marks.width() || picture.height() != marks.height()) {
      throw new IllegalArgumentException(
          "The picture is %d x %d, its marks are %d x %d"
              .formatted(picture.width(), picture.height(), marks.width(), marks.height()));
    }
    int[] drawn = MarkPlacer.ascending(segments.stream().mapToInt(Segment::mark).toArray());
    MarkedRegions regions = MarkedRegions.of(marks, drawn);
    Canvas canvas = new Canvas(picture);
    tint(canvas, regions);
    List<MarkPlacer.Placement> placements = placer.place(regions);
    for (MarkPlacer.Placement placement : placements) {
      if (placement.beside()) {
        drawLeader(canvas, placement);
      }
    }
    for (MarkPlacer.Placement placement : placements) {
      drawLabel(canvas, placement);
    }
    return canvas.toImage();
  }

  private void tint(Canvas canvas, MarkedRegions regions) {
    int alpha = (int) Math.round(256 * config.fillAlpha());
    int contour =
        (int)
            Math.round(
                config.contourWidth()
                    * Math.max(1, Math.min(regions.width(), regions.height()) / REFERENCE_SIDE));
    for (int y = 0; y < regions.height(); y++) {
      for (int run = regions.firstRunOfRow(y); run < regions.firstRunOfRow(y + 1); run++) {
        if (regions.slotOf(run) != MarkedRegions.NO_SLOT) {
          tintRun(canvas, regions, run, alpha, contour);
        }
      }
      for (int away = 1; away <= contour; away++) {
        drawContour(canvas, regions, y, y - away);
        drawContour(canvas, regions, y, y + away);
      }
    }
  }

  /** Tints a run; its ends are contour, but for those at the picture's border. */
  private static void tintRun(
      Canvas canvas, MarkedRegions regions, int run, int alpha, int contour) {
    int start = regions.startOf(run);
    int end = regions.endOf(run);
    int rgb = colourOf(regions, run);
    int solidUntil = start % regions.width() == 0 ? start : Math.min(end, start + contour);
    int solidFrom = end % regions.width() == 0 ? end : Math.max(solidUntil, end - contour);
    canvas.fill(start, solidUntil, rgb);
    canvas.blend(solidUntil, solidFrom, rgb, alpha);
    canvas.fill(solidFrom, end, rgb);
  }

  /** The pixels of a row that lie within a contour's width of another mark in the other row. */
  private static void drawContour(Canvas canvas, MarkedRegions regions, int y, int otherY) {
    if (otherY < 0 || otherY >= regions.height()) {
      return;
    }
    int row = y * regions.width();
    regions.visitDifferences(
        y,
        otherY,
        (run, from, to) -> {
          if (regions.slotOf(run) != MarkedRegions.NO_SLOT) {
            canvas.fill(row + from, row + to, colourOf(regions, run));
          }
        });
  }

  private static int colourOf(MarkedRegions regions, int run) {
    return Palette.rgbOf(regions.markOfSlot(regions.slotOf(run)));
  }

  private static void drawLabel(Canvas canvas, MarkPlacer.Placement placement) {
    BoundingBox box = placement.label();
    DigitGlyphs glyphs = DigitGlyphs.ofHeight(placement.digitHeight());
    int frame = Math.max(1, placement.digitHeight() / 14);
    canvas.fillBox(box, Palette.rgbOf(placement.mark()));
    canvas.fillBox(
        new BoundingBox(
            box.x() + frame, box.y() + frame, box.width() - 2 * frame, box.height() - 2 * frame),
        BOX_RGB);
    int columns = glyphs.widthOf(placement.mark());
    int x = box.x() + (box.width() - columns) / 2;
    int y = box.y() + (box.height() - glyphs.height()) / 2;
    canvas.drawCoverage(x, y, columns, glyphs.coverageOf(placement.mark()), DIGIT_RGB);
  }

  /** A dark line with a core in the mark's colour from the label's nearest edge to the anchor. */
  private static void drawLeader(Canvas canvas, MarkPlacer.Placement placement) {
    BoundingBox box = placement.label();
    int x = Math.max(box.x(), Math.min(box.right() - 1, placement.anchorX()));
    int y = Math.max(box.y(), Math.min(box.bottom() - 1, placement.anchorY()));
    int core = Math.max(1, placement.digitHeight() / 12);
    canvas.drawLine(x, y, placement.anchorX(), placement.anchorY(), core + 2, BOX_RGB);
    canvas.drawLine(
        x, y, placement.anchorX(), placement.anchorY(), core, Palette.rgbOf(placement.mark()));
  }
}
