package dev.pancap.image;

import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.Arrays;

/**
 * The segments of a JPEG file (ITU-T T.81, annex B), walked from start to end before a decoder sees
 * them: the declared size, whether the file is whole, and the file without what no decoder needs.
 *
 * @param components 1 grey, 3 colour, 4 CMYK
 * @param adobeTransform the colour transform of the Adobe segment, or -1 where there is none
 * @param stripped the file without colour profile, EXIF, thumbnails and comments, up to its end
 */
record JpegStructure(ImageSize size, int components, int adobeTransform, byte[] stripped) {
  static final int NO_ADOBE_SEGMENT = -1;

  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int COM = 0xFE;
  private static final int TEM = 0x01;
  private static final int RST0 = 0xD0;
  private static final int RST7 = 0xD7;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int DAC = 0xCC;
  // A scan makes the decoder visit all pixels again; real progressive files have about ten.
  private static final int MAX_SCANS = 100;
  // At least a bit a block of 64 pixels; sixteenfold for odd sampling factors.
  private static final long MAX_PIXELS_PER_BYTE = 8L * 64 * 16;

  static boolean isJpeg(byte[] file) {
    return file.length >= 3
        && file[0] == (byte) 0xFF
        && file[1] == (byte) SOI
        && file[2] == (byte) 0xFF;
  }

  /** The size alone, from the first bytes of a file. */
  static ImageSize sizeOf(byte[] file) {
    Walk walk = new Walk(file);
    walk.toFrame();
    return walk.size();
  }

  /**
   * @throws BadRecordException if the file is cut off, damaged or of a kind that is not decoded
   *     (IMAGE_UNREADABLE)
   */
  static JpegStructure parse(byte[] file) {
    Walk walk = new Walk(file);
    walk.toFrame();
    walk.toEnd();
    if (walk.size().pixels() > MAX_PIXELS_PER_BYTE * file.length) {
      throw unreadable("%d bytes cannot hold a JPEG of %s", file.length, walk.size());
    }
    return new JpegStructure(
        walk.size(), walk.components, walk.adobeTransform, Arrays.copyOf(walk.kept, walk.keptSize));
  }

  private static BadRecordException unreadable(String format, Object... found) {
    return new BadRecordException(Reason.IMAGE_UNREADABLE, format.formatted(found));
  }

  private static final class Walk {
    private final byte[] file;
    private final byte[] kept;
    private int keptSize;
    private int at = 2;
    private int width;
    private int height;
    private int components;
    private int adobeTransform = NO_ADOBE_SEGMENT;
    private int scans;

    Walk(byte[] file) {
      this.file = file;
      this.kept = new byte[file.length];
      keep(0, 2);
    }

    ImageSize size() {
      return new ImageSize(width, height);
    }

    /** Up to and over the frame header. */
    void toFrame() {
      while (components == 0) {
        int marker = nextMarker();
        if (marker == EOI || marker == SOS) {
          throw unreadable("the JPEG has no frame header before byte %d", at);
        }
        segment(marker);
      }
    }

    /** From behind the frame header to the end of the picture. */
    void toEnd() {
      while (true) {
        int marker = nextMarker();
        if (marker == EOI) {
          break;
        }
        segment(marker);
        if (marker == SOS) {
          if (++scans > MAX_SCANS) {
            throw unreadable("the JPEG has more than %d scans", MAX_SCANS);
          }
          scanData();
        }
      }
      if (scans == 0) {
        throw unreadable("the JPEG holds no picture data");
      }
      kept[keptSize++] = (byte) 0xFF;
      kept[keptSize++] = (byte) EOI;
    }

    /** Reads a marker; fill bytes before it are allowed. */
    private int nextMarker() {
      if (at >= file.length) {
        throw cutOff();
      }
      if (file[at] != (byte) 0xFF) {
        throw unreadable("the JPEG is damaged at byte %d: expected a marker", at);
      }
      while (at < file.length && file[at] == (byte) 0xFF) {
        at++;
      }
      if (at >= file.length) {
        throw cutOff();
      }
      return file[at++] & 0xFF;
    }

    private void segment(int marker) {
      if (marker == TEM || marker >= RST0 && marker <= RST7) {
        return;
      }
      if (marker == 0 || marker == SOI) {
        throw unreadable("the JPEG is damaged at byte %d: marker 0x%02X", at, marker);
      }
      int length = at + 1 < file.length ? shortAt(at) : 2;
      if (length < 2) {
        throw unreadable("the JPEG is damaged at byte %d: a segment of %d bytes", at, length);
      }
      if (length > file.length - at) {
        throw cutOff();
      }
      if (isFrame(marker)) {
        frame(marker, length);
      } else if (marker == APP14) {
        adobe(length);
      }
      boolean metadata = marker > APP0 && marker <= APP15 && marker != APP14 || marker == COM;
      if (!metadata) {
        kept[keptSize++] = (byte) 0xFF;
        kept[keptSize++] = (byte) marker;
        keep(at, length);
      }
      at += length;
    }

    private void frame(int marker, int length) {
      if (components != 0) {
        throw unreadable("the JPEG has a second frame at byte %d", at);
      }
      if (length < 8) {
        throw unreadable("the JPEG's frame header has %d bytes", length);
      }
      int precision = file[at + 2] & 0xFF;
      height = shortAt(at + 3);
      width = shortAt(at + 5);
      components = file[at + 7] & 0xFF;
      if (marker > 0xC2 || precision != Byte.SIZE) {
        throw unreadable(
            "the JPEG is of a kind that is not decoded: frame 0xFF%02X of %d bits; expected 8-bit"
                + " baseline or progressive",
            marker, precision);
      }
      if (width == 0 || height == 0 || length != 8 + 3 * components) {
        throw unreadable(
            "the JPEG's frame header is invalid: %d x %d, %d components",
            width, height, components);
      }
      if (components != 1 && components != 3 && components != 4) {
        throw unreadable("the JPEG has %d components; expected 1, 3 or 4", components);
      }
    }

    private void adobe(int length) {
      if (length >= 14 && file[at + 2] == 'A' && file[at + 3] == 'd' && file[at + 6] == 'e') {
        adobeTransform = file[at + 13] & 0xFF;
      }
    }

    /** Entropy-coded data: up to a marker that is neither a stuffed byte nor a restart. */
    private void scanData() {
      int start = at;
      while (true) {
        while (at < file.length && file[at] != (byte) 0xFF) {
          at++;
        }
        if (at + 1 >= file.length) {
          throw cutOff();
        }
        int next = file[at + 1] & 0xFF;
        if (next == 0xFF) {
          at++;
        } else if (next == 0 || next >= RST0 && next <= RST7) {
          at += 2;
        } else {
          break;
        }
      }
      keep(start, at - start);
    }

    private void keep(int from, int length) {
      System.arraycopy(file, from, kept, keptSize, length);
      keptSize += length;
    }

    private int shortAt(int i) {
      return (file[i] & 0xFF) << 8 | file[i + 1] & 0xFF;
    }

    private BadRecordException cutOff() {
      return unreadable("the JPEG is cut off after %d bytes, before its end", file.length);
    }

    private static boolean isFrame(int marker) {
      return marker >= 0xC0 && marker <= 0xCF && marker != DHT && marker != JPG && marker != DAC;
    }
  }
}
