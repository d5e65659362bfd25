package dev.pancap.image;

import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file and its header, checked before anything is inflated or allocated (W3C
 * PNG specification, third edition, section 5).
 *
 * <p>The file must be whole, up to its IEND chunk; what follows that is ignored, as are ancillary
 * chunks (gamma, colour profile, transparency, text). The header's CRC is checked. The CRC of the
 * pixel data is not: the same bytes are guarded by the Adler-32 of their zlib stream, which the
 * decoders check, and other readers accept such files too.
 *
 * @param idat the pixel data's chunks
 */
public record PngStructure(
    ImageSize size, int bitDepth, int colorType, boolean interlaced, List<Chunk> idat) {
  public static final int GREY = 0;
  public static final int RGB = 2;
  public static final int PALETTE = 3;
  public static final int GREY_ALPHA = 4;
  public static final int RGBA = 6;

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int SIGNATURE_BYTES = 8;
  private static final int HEADER_BYTES = 13;
  // Length, type and CRC.
  private static final int CHUNK_OVERHEAD = 12;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int ANCILLARY = 0x20000000;
  // Deflate codes at most 258 bytes in two bits.
  private static final int MAX_DEFLATE_RATIO = 1032;

  /** The payload of a chunk in the file. */
  public record Chunk(int offset, int length) {}

  public static boolean isPng(byte[] file) {
    return file.length >= SIGNATURE_BYTES && longAt(file, 0) == SIGNATURE;
  }

  /**
   * @param unreadable what to throw: IMAGE_UNREADABLE or MASK_UNREADABLE
   * @throws BadRecordException if the bytes are not a whole PNG file
   */
  public static PngStructure parse(byte[] file, Reason unreadable) {
    Header header = Header.parse(file, unreadable);
    List<Chunk> idat = new ArrayList<>();
    long dataBytes = 0;
    int at = SIGNATURE_BYTES + CHUNK_OVERHEAD + HEADER_BYTES;
    while (true) {
      int left = file.length - at;
      if (left < CHUNK_OVERHEAD) {
        throw new BadRecordException(
            unreadable, "the PNG is cut off after %d bytes, before its end".formatted(file.length));
      }
      int length = intAt(file, at);
      int type = intAt(file, at + 4);
      if (length < 0 || length > left - CHUNK_OVERHEAD) {
        throw new BadRecordException(
            unreadable,
            "the PNG is cut off or damaged: its chunk at byte %d declares %d bytes, %d are left"
                .formatted(at, length & 0xFFFFFFFFL, left - CHUNK_OVERHEAD));
      }
      if (type == IEND) {
        break;
      }
      if (type == IDAT) {
        idat.add(new Chunk(at + 8, length));
        dataBytes += length;
      } else if (type != PLTE && (type & ANCILLARY) == 0) {
        throw new BadRecordException(
            unreadable,
            "the PNG has an unknown critical chunk 0x%08X at byte %d".formatted(type, at));
      }
      at += CHUNK_OVERHEAD + length;
    }
    PngStructure png =
        new PngStructure(
            header.size, header.bitDepth, header.colorType, header.interlaced, List.copyOf(idat));
    png.checkPlausible(dataBytes, unreadable);
    return png;
  }

  /**
   * The size alone, from the first bytes of a file.
   *
   * @throws BadRecordException if they are no PNG header
   */
  public static ImageSize sizeOf(byte[] file, Reason unreadable) {
    return Header.parse(file, unreadable).size;
  }

  /** Values in a pixel. */
  public int channels() {
    return switch (colorType) {
      case RGB -> 3;
      case GREY_ALPHA -> 2;
      case RGBA -> 4;
      default -> 1;
    };
  }

  /** The file with nothing but its header, palette, transparency and pixel data. */
  static byte[] withoutAncillary(byte[] file) {
    byte[] kept = new byte[file.length];
    int size = SIGNATURE_BYTES;
    System.arraycopy(file, 0, kept, 0, size);
    int type;
    int at = size;
    do {
      int length = intAt(file, at) + CHUNK_OVERHEAD;
      type = intAt(file, at + 4);
      if ((type & ANCILLARY) == 0) {
        System.arraycopy(file, at, kept, size, length);
        size += length;
      }
      at += length;
    } while (type != IEND);
    return Arrays.copyOf(kept, size);
  }

  /** A few bytes cannot hold many pixels: refused before memory for those is asked for. */
  private void checkPlausible(long dataBytes, Reason unreadable) {
    long rowBytes = ((long) size.width() * channels() * bitDepth + 7) / 8;
    if (rowBytes * size.height() > dataBytes * MAX_DEFLATE_RATIO) {
      throw new BadRecordException(
          unreadable, "%d bytes of pixel data cannot hold a PNG of %s".formatted(dataBytes, size));
    }
  }

  private record Header(ImageSize size, int bitDepth, int colorType, boolean interlaced) {
    static Header parse(byte[] file, Reason unreadable) {
      if (!isPng(file)) {
        throw new BadRecordException(
            unreadable,
            "not a PNG: the %d bytes start with %s"
                .formatted(file.length, FileStart.describe(file)));
      }
      if (file.length < SIGNATURE_BYTES + CHUNK_OVERHEAD + HEADER_BYTES
          || intAt(file, SIGNATURE_BYTES) != HEADER_BYTES
          || intAt(file, SIGNATURE_BYTES + 4) != IHDR) {
        throw new BadRecordException(unreadable, "the PNG does not start with a whole IHDR chunk");
      }
      int data = SIGNATURE_BYTES + 8;
      CRC32 crc = new CRC32();
      crc.update(file, SIGNATURE_BYTES + 4, 4 + HEADER_BYTES);
      if ((int) crc.getValue() != intAt(file, data + HEADER_BYTES)) {
        throw new BadRecordException(unreadable, "the PNG's header is damaged: wrong checksum");
      }
      int width = intAt(file, data);
      int height = intAt(file, data + 4);
      int bitDepth = file[data + 8];
      int colorType = file[data + 9];
      int interlace = file[data + 12];
      if (width <= 0
          || height <= 0
          || !isDepthAllowed(bitDepth, colorType)
          || file[data + 10] != 0
          || file[data + 11] != 0
          || (interlace != 0 && interlace != 1)) {
        throw new BadRecordException(
            unreadable,
            "the PNG's header is invalid: %d x %d, %d bits, colour type %d, interlace %d"
                .formatted(width, height, bitDepth, colorType, interlace));
      }
      return new Header(new ImageSize(width, height), bitDepth, colorType, interlace == 1);
    }

    private static boolean isDepthAllowed(int bitDepth, int colorType) {
      boolean low = bitDepth == 1 || bitDepth == 2 || bitDepth == 4;
      return switch (colorType) {
        case GREY -> low || bitDepth == 8 || bitDepth == 16;
        case PALETTE -> low || bitDepth == 8;
        case RGB, GREY_ALPHA, RGBA -> bitDepth == 8 || bitDepth == 16;
        default -> false;
      };
    }
  }

  private static int intAt(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  private static long longAt(byte[] bytes, int at) {
    return (long) intAt(bytes, at) << 32 | intAt(bytes, at + 4) & 0xFFFFFFFFL;
  }
}
