package dev.pancap.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assertions;

/** Damages files in the ways that a decoder has to survive, and builds PNGs that nobody writes. */
public final class HostileBytes {
  private HostileBytes() {}

  /** Every proper prefix must be refused. */
  public static void assertRefusesEveryPrefix(
      byte[] file, List<Reason> reasons, Consumer<byte[]> decoder) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int length = 0; length < file.length; length++) {
            byte[] prefix = Arrays.copyOf(file, length);
            Throwable thrown = catchThrowable(() -> decoder.accept(prefix));
            assertThat(thrown)
                .as("the first %d of %d bytes", length, file.length)
                .isInstanceOf(BadRecordException.class);
            assertThat(((BadRecordException) thrown).reason())
                .as("the first %d of %d bytes", length, file.length)
                .isIn(reasons);
          }
        });
  }

  /** Flipped bytes may be read or refused with a typed reason, and nothing else. */
  public static void assertSurvivesFlips(
      byte[] file, long seed, int rounds, Consumer<byte[]> decoder) {
    SplittableRandom random = new SplittableRandom(seed);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(120),
        () -> {
          for (int round = 0; round < rounds; round++) {
            byte[] flipped = file.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
              // Half of them where the headers are.
              int reach = random.nextBoolean() ? Math.min(200, file.length) : file.length;
              flipped[random.nextInt(reach)] ^= (byte) (1 + random.nextInt(255));
            }
            Throwable thrown = catchThrowable(() -> decoder.accept(flipped));
            if (thrown != null) {
              assertThat(thrown)
                  .as("seed %d, round %d", seed, round)
                  .isInstanceOf(BadRecordException.class);
            }
          }
        });
  }

  /** A PNG of the given header and raw zlib stream, with right checksums. */
  public static byte[] png(int[] widthHeightDepthType, int interlace, byte[] zlib) {
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(widthHeightDepthType[0]).putInt(widthHeightDepthType[1]);
    header.put((byte) widthHeightDepthType[2]).put((byte) widthHeightDepthType[3]);
    header.put(12, (byte) interlace);
    ByteBuffer png = ByteBuffer.allocate(8 + 25 + 12 + zlib.length + 12);
    png.putLong(0x89504E470D0A1A0AL);
    chunk(png, "IHDR", header.array());
    chunk(png, "IDAT", zlib);
    chunk(png, "IEND", new byte[0]);
    return png.array();
  }

  private static void chunk(ByteBuffer png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    png.putInt(data.length).put(name).put(data).putInt((int) crc.getValue());
  }
}
