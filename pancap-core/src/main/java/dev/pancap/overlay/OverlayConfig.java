package dev.pancap.overlay;

import dev.pancap.config.ConfigException;
import java.io.Serializable;

/**
 * How the overlay looks. Every value goes into the request keys of a run: another look asks again.
 *
 * @param fillAlpha how much of a segment's colour covers the picture, 0 (nothing) to 1 (all)
 * @param contourWidth pixels of contour on either side of a boundary in a picture whose shorter
 *     side is 480; grows with the picture, 0 draws none
 * @param labelScale size of the numbers; 1 is a digit of 3 % of the picture's shorter side
 * @param jpegQuality quality of the overlay's JPEG, 1 to 100
 */
public record OverlayConfig(
    double fillAlpha, double contourWidth, double labelScale, int jpegQuality)
    implements Serializable {
  public OverlayConfig {
    ConfigException.check(
        fillAlpha >= 0 && fillAlpha <= 1,
        "overlay.fill-alpha must be between 0 and 1: %s",
        fillAlpha);
    ConfigException.check(
        contourWidth >= 0 && contourWidth <= 20,
        "overlay.contour-width must be between 0 and 20: %s",
        contourWidth);
    ConfigException.check(
        labelScale >= 0.25 && labelScale <= 8,
        "overlay.label-scale must be between 0.25 and 8: %s",
        labelScale);
    ConfigException.check(
        jpegQuality >= 1 && jpegQuality <= 100,
        "overlay.jpeg-quality must be between 1 and 100: %d",
        jpegQuality);
  }

  /** The defaults of {@code conf/pancap.yaml}. */
  public static OverlayConfig defaults() {
    return new OverlayConfig(0.35, 1, 1, 90);
  }
}
