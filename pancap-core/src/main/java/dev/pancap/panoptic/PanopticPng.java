package dev.pancap.panoptic;

import dev.pancap.config.LimitsConfig;
import dev.pancap.image.ImageSize;
import dev.pancap.image.PngStructure;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;

/**
 * Panoptic masks as PNG files: the id of a pixel is {@code R + 256 G + 65536 B}.
 *
 * <p>Read are 8-bit RGB, 8-bit RGBA (alpha is ignored, also where it is 0) and grey of 8 or 16 bits
 * (COCONut-XL's: the value is the id), interlaced or not. Gamma, colour profile and transparency
 * are ignored: a value is an id, not a colour. Refused, because they can be read in more than one
 * way and the usual tools do so, are palettes (index or colour?), grey with alpha (a class and an
 * instance?), 16-bit RGB (which byte?) and grey of fewer than 8 bits (scaled or not?).
 *
 * <p>The pixel data must be whole and end with a right Adler-32; see {@link PngStructure} on the
 * other checksums. Thread-safe.
 */
public final class PanopticPng {
  /** The largest id that a pixel can have. */
  public static final int MAX_ID = (1 << 24) - 1;

  /** As JPEG has it: no mask belongs to a larger picture. */
  private static final int MAX_SIDE = 65_535;

  private PanopticPng() {}

  /**
   * @throws BadRecordException if the file or the size it declares is beyond the limits
   *     (MASK_TOO_LARGE), or the bytes are no whole PNG of a kind that holds ids (MASK_UNREADABLE)
   */
  public static LabelMap decode(byte[] png, LimitsConfig limits) {
    PngStructure structure = check(png, limits);
    return PngIdReader.read(png, structure);
  }

  /**
   * As {@link #decode}, and 16-bit colours too: by the high byte of each, as Pillow and with it the
   * published evaluations read them.
   *
   * @throws BadRecordException as {@link #decode}
   */
  public static LabelMap decodeAsPillow(byte[] png, LimitsConfig limits) {
    PngStructure structure = parse(png, limits);
    boolean isColor =
        structure.colorType() == PngStructure.RGB || structure.colorType() == PngStructure.RGBA;
    return isColor ? PngIdReader.read(png, structure) : decode(png, limits);
  }

  /**
   * The declared size, once the file is known to be whole and of a kind that holds ids; the pixel
   * data is not looked at.
   *
   * @throws BadRecordException as {@link #decode}
   */
  public static ImageSize size(byte[] png, LimitsConfig limits) {
    return check(png, limits).size();
  }

  /**
   * An 8-bit RGB file. The same map gives the same bytes.
   *
   * @throws IllegalArgumentException if an id is negative or above {@link #MAX_ID}
   */
  public static byte[] encode(LabelMap map) {
    return PngIdWriter.write(map);
  }

  private static PngStructure check(byte[] png, LimitsConfig limits) {
    PngStructure structure = parse(png, limits);
    String refused = refusal(structure);
    if (!refused.isEmpty()) {
      throw new BadRecordException(
          Reason.MASK_UNREADABLE,
          "the mask is a PNG %s; expected 8-bit RGB (id = R + 256 G + 65536 B) or 8 or 16-bit grey"
              .formatted(refused));
    }
    return structure;
  }

  private static PngStructure parse(byte[] png, LimitsConfig limits) {
    if (png.length > limits.maxFileBytes()) {
      throw new BadRecordException(
          Reason.MASK_TOO_LARGE,
          "the mask's file has %d bytes, more than limits.max-file-bytes, %d"
              .formatted(png.length, limits.maxFileBytes()));
    }
    // The size first: a file that declares 100,000 x 100,000 pixels is too large, whatever follows.
    if (PngStructure.isPng(png)) {
      ImageSize size = PngStructure.sizeOf(png, Reason.MASK_UNREADABLE);
      if (size.pixels() > limits.maxPixels() || Math.max(size.width(), size.height()) > MAX_SIDE) {
        throw new BadRecordException(
            Reason.MASK_TOO_LARGE,
            "the mask declares %s pixels, more than limits.max-pixels, %d, or %d on a side"
                .formatted(size, limits.maxPixels(), MAX_SIDE));
      }
    }
    return PngStructure.parse(png, Reason.MASK_UNREADABLE);
  }

  private static String refusal(PngStructure png) {
    return switch (png.colorType()) {
      case PngStructure.PALETTE -> "with a palette, whose values may be indexes or colours";
      case PngStructure.GREY_ALPHA -> "of grey with alpha";
      case PngStructure.GREY ->
          png.bitDepth() >= Byte.SIZE ? "" : "of %d-bit grey".formatted(png.bitDepth());
      default -> png.bitDepth() == Byte.SIZE ? "" : "of 16-bit colours";
    };
  }
}
