package dev.pancap.image;

import dev.pancap.config.LimitsConfig;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.io.IOException;

/**
 * Reads pictures (JPEG, and PNG where a data set has some) and writes JPEGs, with the codecs of the
 * JDK. Thread-safe.
 *
 * <p>What a file says about its colours and its orientation is ignored: an ICC profile (applying it
 * costs the JDK two thirds of the decoding time and other tools do not), and the EXIF orientation,
 * because COCO's masks lie on the raster as it is stored. Grey becomes equal red, green and blue;
 * CMYK and YCCK become RGB without a profile, as Pillow does it; alpha is dropped; of 16 bits the
 * high eight are kept.
 *
 * <p>A picture must be whole. A JPEG that ends early is refused, where the JDK would fill up with
 * grey and say nothing.
 */
public final class Jpeg {
  private Jpeg() {}

  /**
   * @throws BadRecordException if the file or the size it declares is beyond the limits
   *     (IMAGE_TOO_LARGE), or the bytes are no whole JPEG or PNG picture (IMAGE_UNREADABLE)
   */
  public static RgbImage decode(byte[] file, LimitsConfig limits) {
    size(file, limits);
    if (PngStructure.isPng(file)) {
      PngStructure.parse(file, Reason.IMAGE_UNREADABLE);
      return ImageIoCodecs.readPng(PngStructure.withoutAncillary(file));
    }
    return ImageIoCodecs.readJpeg(JpegStructure.parse(file));
  }

  /**
   * The declared size. Only the header is looked at: the first bytes of a file are enough.
   *
   * @throws BadRecordException if the file or the size it declares is beyond the limits
   *     (IMAGE_TOO_LARGE), or the bytes do not start as a JPEG or PNG does (IMAGE_UNREADABLE)
   */
  public static ImageSize size(byte[] file, LimitsConfig limits) {
    if (file.length > limits.maxFileBytes()) {
      throw new BadRecordException(
          Reason.IMAGE_TOO_LARGE,
          "the picture's file has %d bytes, more than limits.max-file-bytes, %d"
              .formatted(file.length, limits.maxFileBytes()));
    }
    ImageSize size;
    if (JpegStructure.isJpeg(file)) {
      size = JpegStructure.sizeOf(file);
    } else if (PngStructure.isPng(file)) {
      size = PngStructure.sizeOf(file, Reason.IMAGE_UNREADABLE);
    } else {
      throw new BadRecordException(
          Reason.IMAGE_UNREADABLE,
          "neither a JPEG nor a PNG: the %d bytes start with %s"
              .formatted(file.length, FileStart.describe(file)));
    }
    if (size.pixels() > limits.maxPixels()) {
      throw new BadRecordException(
          Reason.IMAGE_TOO_LARGE,
          "the picture declares %s pixels, more than limits.max-pixels, %d"
              .formatted(size, limits.maxPixels()));
    }
    return size;
  }

  /**
   * The declared size of a file that is whole, from its first marker to its last: cheap beside
   * decoding, and enough to find a picture that was cut off.
   *
   * @throws BadRecordException as {@link #size}, and if the file is cut off (IMAGE_UNREADABLE)
   */
  public static ImageSize sizeOfWhole(byte[] file, LimitsConfig limits) {
    ImageSize size = size(file, limits);
    if (PngStructure.isPng(file)) {
      PngStructure.parse(file, Reason.IMAGE_UNREADABLE);
    } else {
      JpegStructure.parse(file);
    }
    return size;
  }

  /**
   * A baseline JPEG with chroma at half the resolution (4:2:0) and no metadata. The same picture
   * gives the same bytes on the same JDK.
   *
   * @param quality 1 to 100, on the scale of libjpeg
   * @throws IllegalArgumentException if the quality is outside
   */
  public static byte[] encode(RgbImage image, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality must be 1 to 100: " + quality);
    }
    try {
      return ImageIoCodecs.writeJpeg(image, quality);
    } catch (IOException e) {
      throw new IllegalStateException("A JPEG could not be written to memory", e);
    }
  }
}
