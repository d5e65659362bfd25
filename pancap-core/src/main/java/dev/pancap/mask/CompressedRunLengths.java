package dev.pancap.mask;

import dev.pancap.quarantine.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * COCO's compressed run lengths, a string of the characters {@code '0'} to {@code 'o'}, equal to
 * what pycocotools 2.0.11 writes.
 *
 * <p>From the fourth on, a count is stored as the difference to the count two before it. Each
 * number is cut into groups of five bits, lowest first; a group becomes the character 48 + group, +
 * 32 if another follows, and bit 16 of the last one is its sign.
 *
 * <p>Unlike pycocotools, which reads them as other masks or as uninitialised memory, {@link
 * #decode} refuses runs that do not fill the mask, negative ones, other characters and a cut last
 * group.
 */
public final class CompressedRunLengths {
  private static final int FIRST_CHARACTER = 48;
  private static final int GROUP_BITS = 5;
  private static final int MORE = 32;
  private static final int SIGN = 16;
  // A difference of two counts has at most 33 bits with its sign.
  private static final int MAX_GROUPS = 7;

  private CompressedRunLengths() {}

  public static String encode(RunLengths runs) {
    return encode(runs.runs());
  }

  static String encode(int[] counts) {
    byte[] text = new byte[Math.max(16, 3 * Math.min(counts.length, 1 << 28))];
    int size = 0;
    for (int i = 0; i < counts.length; i++) {
      if (size > text.length - MAX_GROUPS) {
        text = Arrays.copyOf(text, text.length + (text.length >> 1) + MAX_GROUPS);
      }
      long rest = i > 2 ? (long) counts[i] - counts[i - 2] : counts[i];
      boolean more;
      do {
        int group = (int) rest & (MORE - 1);
        rest >>= GROUP_BITS;
        more = (group & SIGN) == 0 ? rest != 0 : rest != -1;
        text[size++] = (byte) (FIRST_CHARACTER + group + (more ? MORE : 0));
      } while (more);
    }
    return new String(text, 0, size, StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads {@code counts} as the mask of a picture.
   *
   * @throws BadRecordException if the string is malformed or does not fill the mask
   *     (MASK_RUNS_INVALID), or the size is not between 1 and {@link RunLengths#MAX_PIXELS} pixels
   *     (MASK_TOO_LARGE)
   */
  public static RunLengths decode(String counts, int width, int height) {
    RunLengths.checkSize(width, height);
    int length = counts.length();
    int[] runs = new int[length];
    int size = 0;
    int at = 0;
    while (at < length) {
      int start = at;
      long value = 0;
      int shift = 0;
      int group;
      do {
        if (at == length) {
          throw RunLengths.invalid("the run at character %d is cut off".formatted(start));
        }
        group = counts.charAt(at) - FIRST_CHARACTER;
        if (group < 0 || group >= 2 * MORE) {
          throw RunLengths.invalid(
              "character %d is U+%04X, not one of '0' to 'o'"
                  .formatted(at, (int) counts.charAt(at)));
        }
        if (at - start == MAX_GROUPS) {
          throw RunLengths.invalid("the run at character %d is too long".formatted(start));
        }
        value |= (long) (group & MORE - 1) << shift;
        shift += GROUP_BITS;
        at++;
      } while ((group & MORE) != 0);
      if ((group & SIGN) != 0) {
        value |= -1L << shift;
      }
      if (size > 2) {
        value += runs[size - 2];
      }
      if (value < 0 || value > RunLengths.MAX_PIXELS) {
        throw RunLengths.invalid(
            "run %d is %d pixels of a mask of %d x %d".formatted(size, value, width, height));
      }
      runs[size++] = (int) value;
    }
    return RunLengths.checked(width, height, Arrays.copyOf(runs, size));
  }
}
