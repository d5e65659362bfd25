package dev.pancap.panoptic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.LimitsConfig;
import dev.pancap.image.HostileBytes;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class PanopticPngTest {
  private static final LimitsConfig LIMITS = new LimitsConfig(1_000_000, 1 << 20, 100);
  private static final long SEED = 17;
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int RGBA = 6;

  @Test
  void readsWhatItWroteAndSoDoesTheJdk() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 60; round++) {
      LabelMap map = randomMap(random);
      byte[] png = PanopticPng.encode(map);
      String context = "seed %d, round %d".formatted(SEED, round);
      assertThat(PanopticPng.decode(png, LIMITS).toArray()).as(context).isEqualTo(map.toArray());
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      for (int i = 0; i < map.pixels(); i++) {
        int rgb = image.getRGB(i % map.width(), i / map.width()) & 0xFFFFFF;
        assertThat(Integer.reverseBytes(rgb) >>> 8).as(context).isEqualTo(map.idAt(i));
      }
    }
  }

  @Test
  void readsInterlacedFilesOfTheJdkToo() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 60; round++) {
      LabelMap map = randomMap(random);
      for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB}) {
        byte[] png = writtenByJdk(map, type);
        assertThat(PanopticPng.decode(png, LIMITS).toArray())
            .as("seed %d, round %d", SEED, round)
            .isEqualTo(map.toArray());
      }
    }
  }

  /** As the specification writes them, one byte at a time; ours works on packed pixels. */
  @Test
  void undoesEveryFilterAtEveryDepth() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 300; round++) {
      int width = 1 + random.nextInt(20);
      int height = 1 + random.nextInt(20);
      int[][] kinds = {{8, RGB, 3}, {8, RGBA, 4}, {8, GREY, 1}, {16, GREY, 2}};
      int[] kind = kinds[random.nextInt(kinds.length)];
      int pixelBytes = kind[2];
      byte[][] rows = new byte[height][width * pixelBytes];
      int palette = 1 + random.nextInt(255);
      for (byte[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          row[i] =
              (byte)
                  (random.nextInt(3) > 0 && i >= pixelBytes
                      ? row[i - pixelBytes]
                      : random.nextInt(palette));
        }
      }
      byte[] filtered = filterBySpecification(rows, pixelBytes, random);
      byte[] png =
          HostileBytes.png(new int[] {width, height, kind[0], kind[1]}, 0, deflate(filtered));
      LabelMap map = PanopticPng.decode(png, LIMITS);
      for (int i = 0; i < map.pixels(); i++) {
        byte[] row = rows[i / width];
        int at = i % width * pixelBytes;
        int a = row[at] & 0xFF;
        int expected =
            switch (pixelBytes) {
              case 1 -> a;
              case 2 -> a << 8 | row[at + 1] & 0xFF;
              default -> a | (row[at + 1] & 0xFF) << 8 | (row[at + 2] & 0xFF) << 16;
            };
        assertThat(map.idAt(i)).as("seed %d, round %d", SEED, round).isEqualTo(expected);
      }
    }
  }

  @Test
  void refusesKindsThatCanBeReadInMoreThanOneWay() {
    assertRefused(new int[] {4, 4, 8, 3}, "with a palette, whose values may be indexes or colours");
    assertRefused(new int[] {4, 4, 8, 4}, "of grey with alpha");
    assertRefused(new int[] {4, 4, 16, 2}, "of 16-bit colours");
    assertRefused(new int[] {4, 4, 16, 6}, "of 16-bit colours");
    assertRefused(new int[] {4, 4, 1, 0}, "of 1-bit grey");
    assertRefused(new int[] {4, 4, 4, 0}, "of 4-bit grey");
  }

  private static void assertRefused(int[] header, String kind) {
    byte[] png = HostileBytes.png(header, 0, deflate(new byte[200]));
    assertThatThrownBy(() -> PanopticPng.decode(png, LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith("the mask is a PNG " + kind)
        .extracting(e -> ((BadRecordException) e).reason())
        .isEqualTo(Reason.MASK_UNREADABLE);
  }

  @Test
  void refusesDeclaredSizesBeyondTheLimitBeforeAnythingElse() {
    for (int[] header :
        new int[][] {{100_000, 100_000, 8, 2}, {1 << 30, 1 << 30, 8, 2}, {70_000, 1, 8, 0}}) {
      byte[] png = HostileBytes.png(header, 0, new byte[0]);
      assertThatThrownBy(() -> PanopticPng.decode(png, LIMITS))
          .isInstanceOf(BadRecordException.class)
          .hasMessageContaining("the mask declares %d x %d pixels".formatted(header[0], header[1]))
          .extracting(e -> ((BadRecordException) e).reason())
          .isEqualTo(Reason.MASK_TOO_LARGE);
    }
    assertThatThrownBy(() -> PanopticPng.decode(new byte[(1 << 20) + 1], LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith("the mask's file has 1048577 bytes");
  }

  @Test
  void refusesAFileTooShortForItsPixelsBeforeAllocatingThem() {
    byte[] png = HostileBytes.png(new int[] {1000, 1000, 8, 2}, 0, new byte[100]);
    assertThatThrownBy(() -> PanopticPng.decode(png, LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("100 bytes of pixel data cannot hold a PNG of 1000 x 1000");
  }

  @Test
  void stopsInflatingABombAtItsLastRow() {
    byte[] bomb = HostileBytes.png(new int[] {10, 10, 8, 2}, 0, deflate(new byte[500_000_000 / 8]));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () ->
            assertThatThrownBy(() -> PanopticPng.decode(bomb, LIMITS))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("the mask's pixel data goes on after its last row"));
  }

  @Test
  void saysWhatIsWrongWithTheData() {
    byte[] unknownFilter = deflate(new byte[] {9, 1, 2, 3});
    assertUnreadable(unknownFilter, "the mask's pixel data has a row with the filter 9");
    assertUnreadable(deflate(new byte[3]), "the mask's pixel data ends before its last row");
    byte[] wrongSum = deflate(new byte[4]);
    wrongSum[wrongSum.length - 1] ^= 1;
    assertUnreadable(wrongSum, "the mask's pixel data is damaged: incorrect data check");
    byte[] cutSum = deflate(new byte[4]);
    assertUnreadable(
        Arrays.copyOf(cutSum, cutSum.length - 1), "the mask's pixel data ends before its checksum");
    assertThatThrownBy(() -> PanopticPng.decode(new byte[] {-1, -40, -1, 0}, LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("not a PNG: the 4 bytes start with ff d8 ff 00 (JPEG)");
    assertThatThrownBy(() -> PanopticPng.decode(new byte[0], LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("not a PNG: the 0 bytes start with nothing");
  }

  private static void assertUnreadable(byte[] zlib, String message) {
    byte[] png = HostileBytes.png(new int[] {1, 1, 8, 2}, 0, zlib);
    assertThatThrownBy(() -> PanopticPng.decode(png, LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessage(message);
  }

  @Test
  void survivesTruncationAndFlips() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    LabelMap map = randomMap(random);
    List<Reason> reasons = List.of(Reason.MASK_UNREADABLE, Reason.MASK_TOO_LARGE);
    for (byte[] png :
        List.of(PanopticPng.encode(map), writtenByJdk(map, BufferedImage.TYPE_INT_RGB))) {
      HostileBytes.assertRefusesEveryPrefix(png, reasons, file -> PanopticPng.decode(file, LIMITS));
      HostileBytes.assertSurvivesFlips(png, SEED, 3000, file -> PanopticPng.decode(file, LIMITS));
    }
  }

  /** A flip in the pixel data must never give another mask: the checksum sees it. */
  @Test
  void neverReadsAnotherMaskFromDamagedPixelData() {
    LabelMap map = randomMap(new SplittableRandom(SEED));
    byte[] png = PanopticPng.encode(map);
    int data = 8 + 25 + 8;
    for (int at = data; at < png.length - 16; at++) {
      byte[] flipped = png.clone();
      flipped[at] ^= 0x10;
      try {
        assertThat(PanopticPng.decode(flipped, LIMITS).toArray())
            .as("byte %d flipped", at)
            .isEqualTo(map.toArray());
      } catch (BadRecordException expected) {
        assertThat(expected.reason()).isEqualTo(Reason.MASK_UNREADABLE);
      }
    }
  }

  @Test
  void refusesToWriteIdsThatDoNotFit() {
    assertThatThrownBy(() -> PanopticPng.encode(LabelMap.of(2, 1, new int[] {0, 1 << 24})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The id 16777216 at column 1, row 0 is outside 0 to 16777215");
  }

  private static LabelMap randomMap(SplittableRandom random) {
    int width = 1 + random.nextInt(60);
    int height = 1 + random.nextInt(60);
    int block = 1 + random.nextInt(10);
    long pattern = random.nextLong();
    int[] ids = new int[width * height];
    for (int i = 0; i < ids.length; i++) {
      long cell = i % width / block * 1000L + i / width / block;
      ids[i] = new SplittableRandom(pattern + cell).nextInt(1 << 24);
    }
    return LabelMap.wrap(width, height, ids);
  }

  /** Interlaced; with alpha, half transparent or more. */
  private static byte[] writtenByJdk(LabelMap map, int type) throws IOException {
    BufferedImage image = new BufferedImage(map.width(), map.height(), type);
    for (int i = 0; i < map.pixels(); i++) {
      int rgb = Integer.reverseBytes(map.idAt(i)) >>> 8;
      image.setRGB(i % map.width(), i / map.width(), i % 128 << 24 | rgb);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
      writer.setOutput(out);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
    return png.toByteArray();
  }

  private static byte[] filterBySpecification(
      byte[][] rows, int pixelBytes, SplittableRandom random) {
    int rowBytes = rows[0].length;
    byte[] filtered = new byte[rows.length * (1 + rowBytes)];
    int at = 0;
    for (int y = 0; y < rows.length; y++) {
      int filter = random.nextInt(5);
      filtered[at++] = (byte) filter;
      for (int i = 0; i < rowBytes; i++) {
        int a = i >= pixelBytes ? rows[y][i - pixelBytes] & 0xFF : 0;
        int b = y > 0 ? rows[y - 1][i] & 0xFF : 0;
        int c = i >= pixelBytes && y > 0 ? rows[y - 1][i - pixelBytes] & 0xFF : 0;
        int predicted =
            switch (filter) {
              case 1 -> a;
              case 2 -> b;
              case 3 -> (a + b) / 2;
              case 4 -> paeth(a, b, c);
              default -> 0;
            };
        filtered[at++] = (byte) (rows[y][i] - predicted);
      }
    }
    return filtered;
  }

  private static int paeth(int a, int b, int c) {
    int p = a + b - c;
    int pa = Math.abs(p - a);
    int pb = Math.abs(p - b);
    int pc = Math.abs(p - c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
  }

  private static byte[] deflate(byte[] raw) {
    ByteArrayOutputStream zlib = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(zlib, new Deflater(9))) {
      out.write(raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zlib.toByteArray();
  }
}
