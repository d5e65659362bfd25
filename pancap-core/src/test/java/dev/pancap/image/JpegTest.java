package dev.pancap.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.LimitsConfig;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

class JpegTest {
  private static final LimitsConfig LIMITS = new LimitsConfig(1_000_000, 1 << 20, 100);
  private static final long SEED = 23;
  private static final List<Reason> REASONS =
      List.of(Reason.IMAGE_UNREADABLE, Reason.IMAGE_TOO_LARGE);

  @Test
  void readsWhatItWroteNearly() {
    RgbImage image = picture(37, 21);
    byte[] jpeg = Jpeg.encode(image, 95);
    RgbImage read = Jpeg.decode(jpeg, LIMITS);
    assertThat(Jpeg.size(jpeg, LIMITS)).isEqualTo(new ImageSize(37, 21));
    assertThat(read.width()).isEqualTo(37);
    assertThat(distance(image, read)).isLessThan(6);
  }

  @Test
  void writesTheSameBytesForTheSamePictureInEveryThread() {
    RgbImage image = picture(64, 48);
    byte[] expected = Jpeg.encode(image, 90);
    List<CompletableFuture<byte[]>> written =
        IntStream.range(0, 16)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> Jpeg.encode(image, 90)))
            .toList();
    assertThat(written).allSatisfy(jpeg -> assertThat(jpeg.join()).isEqualTo(expected));
  }

  @Test
  void readsTheSizeFromTheFirstBytesAlone() {
    byte[] jpeg = Jpeg.encode(picture(300, 200), 90);
    assertThat(Jpeg.size(Arrays.copyOf(jpeg, 400), LIMITS)).isEqualTo(new ImageSize(300, 200));
    assertThatThrownBy(() -> Jpeg.sizeOfWhole(Arrays.copyOf(jpeg, 400), LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("the JPEG is cut off after 400 bytes, before its end");
  }

  @Test
  void ignoresProfilesAndOrientation() {
    byte[] jpeg = Jpeg.encode(picture(40, 30), 90);
    byte[] exif = segment(0xE1, "Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0");
    byte[] profile = segment(0xE2, "ICC_PROFILE\0\1\1nonsense");
    byte[] tagged = insert(jpeg, 2, exif, profile);
    assertThat(Jpeg.decode(tagged, LIMITS).toBgr()).isEqualTo(Jpeg.decode(jpeg, LIMITS).toBgr());
    assertThat(Jpeg.size(tagged, LIMITS)).isEqualTo(new ImageSize(40, 30));
  }

  @Test
  void readsGreyAsEqualChannels() throws IOException {
    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      grey.getRaster().setSample(i % 16, i / 16, 0, 100);
    }
    for (String format : List.of("jpeg", "png")) {
      RgbImage read = Jpeg.decode(write(grey, format), LIMITS);
      assertThat(read.rgbAt(3, 5)).as(format).isEqualTo(0x646464);
    }
  }

  @Test
  void readsPngPicturesWithoutTheirAlpha() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);
    image.setRGB(1, 0, 0xFF405060);
    RgbImage read = Jpeg.decode(write(image, "png"), LIMITS);
    assertThat(read.rgbAt(0, 0)).isEqualTo(0x102030);
    assertThat(read.rgbAt(1, 0)).isEqualTo(0x405060);
    BufferedImage deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 0x7F80);
    assertThat(Jpeg.decode(write(deep, "png"), LIMITS).rgbAt(0)).isEqualTo(0x7F7F7F);
    BufferedImage palette = new BufferedImage(3, 3, BufferedImage.TYPE_BYTE_INDEXED);
    palette.setRGB(1, 1, 0xFFFF0000);
    assertThat(Jpeg.decode(write(palette, "png"), LIMITS).rgbAt(1, 1)).isEqualTo(0xFF0000);
    BufferedImage bilevel = new BufferedImage(3, 3, BufferedImage.TYPE_BYTE_BINARY);
    bilevel.setRGB(1, 1, 0xFFFFFFFF);
    assertThat(Jpeg.decode(write(bilevel, "png"), LIMITS).rgbAt(1, 1)).isEqualTo(0xFFFFFF);
  }

  @Test
  void readsCmykAsInkOrWithAnAdobeSegmentAsLight() throws IOException {
    byte[] cmyk = writeCmyk(new int[] {255, 128, 0, 51});
    assertThat(Jpeg.decode(cmyk, LIMITS).rgbAt(4, 4)).isEqualTo(0x0066CC);
    byte[] adobe = insert(cmyk, 2, segment(0xEE, "Adobe\0\144\0\0\0\0\0"));
    assertThat(Jpeg.decode(adobe, LIMITS).rgbAt(4, 4)).isEqualTo(0x331A00);
    // Luma 255, blue difference 128, red difference 0, that is red light 255 - 1.402 * 128.
    byte[] ycck =
        insert(writeCmyk(new int[] {255, 128, 0, 255}), 2, segment(0xEE, "Adobe\0\144\0\0\0\0\2"));
    assertThat(Jpeg.decode(ycck, LIMITS).rgbAt(4, 4)).isEqualTo(0x4CFFFF);
  }

  @Test
  void refusesDeclaredSizesBeyondTheLimit() {
    byte[] jpeg = Jpeg.encode(picture(8, 8), 90);
    int frame = indexOfFrame(jpeg);
    byte[] huge = jpeg.clone();
    Arrays.fill(huge, frame + 5, frame + 9, (byte) 0xFF);
    assertThatThrownBy(() -> Jpeg.decode(huge, LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessage(
            "the picture declares 65535 x 65535 pixels, more than limits.max-pixels, 1000000")
        .extracting(e -> ((BadRecordException) e).reason())
        .isEqualTo(Reason.IMAGE_TOO_LARGE);
    byte[] png = HostileBytes.png(new int[] {100_000, 100_000, 8, 2}, 0, new byte[9]);
    assertThatThrownBy(() -> Jpeg.decode(png, LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith("the picture declares 100000 x 100000 pixels");
    LimitsConfig wide = new LimitsConfig(500_000_000, 1 << 20, 100);
    byte[] implausible = jpeg.clone();
    Arrays.fill(implausible, frame + 5, frame + 9, (byte) 0x40);
    assertThatThrownBy(() -> Jpeg.decode(implausible, wide))
        .isInstanceOf(BadRecordException.class)
        .hasMessageMatching("\\d+ bytes cannot hold a JPEG of 16448 x 16448");
    assertThatThrownBy(() -> Jpeg.decode(new byte[(1 << 20) + 1], LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith("the picture's file has 1048577 bytes");
  }

  @Test
  void refusesAPictureWhoseDataEndsEarlyThoughItsEndMarkerIsThere() {
    byte[] jpeg = Jpeg.encode(picture(64, 64), 90);
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length / 2);
    cut[cut.length - 2] = (byte) 0xFF;
    cut[cut.length - 1] = (byte) 0xD9;
    assertThatThrownBy(() -> Jpeg.decode(cut, LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith("the picture is damaged");
  }

  @Test
  void ignoresWhatFollowsTheEnd() {
    byte[] jpeg = Jpeg.encode(picture(16, 16), 90);
    byte[] longer = Arrays.copyOf(jpeg, jpeg.length + 1000);
    assertThat(Jpeg.decode(longer, LIMITS).toBgr()).isEqualTo(Jpeg.decode(jpeg, LIMITS).toBgr());
  }

  @Test
  void saysWhatOtherFilesAre() {
    assertUnreadable(new byte[0], "neither a JPEG nor a PNG: the 0 bytes start with nothing");
    assertUnreadable(
        "GIF89a".getBytes(StandardCharsets.US_ASCII),
        "neither a JPEG nor a PNG: the 6 bytes start with 47 49 46 38 39 61 (GIF)");
    assertUnreadable(
        new byte[1000],
        "neither a JPEG nor a PNG: the 1000 bytes start with 00 00 00 00 00 00 00 00 (zero bytes)");
  }

  private static void assertUnreadable(byte[] file, String message) {
    assertThatThrownBy(() -> Jpeg.decode(file, LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessage(message)
        .extracting(e -> ((BadRecordException) e).reason())
        .isEqualTo(Reason.IMAGE_UNREADABLE);
  }

  @Test
  void survivesTruncationAndFlips() throws IOException {
    byte[] baseline = Jpeg.encode(picture(40, 30), 80);
    byte[] progressive = writeProgressive(picture(40, 30));
    byte[] png = write(new BufferedImage(30, 30, BufferedImage.TYPE_3BYTE_BGR), "png");
    byte[] palette = write(new BufferedImage(30, 30, BufferedImage.TYPE_BYTE_INDEXED), "png");
    byte[] cmyk = writeCmyk(new int[] {255, 128, 0, 51});
    for (byte[] file : List.of(baseline, progressive, png, palette, cmyk)) {
      HostileBytes.assertRefusesEveryPrefix(file, REASONS, bytes -> Jpeg.decode(bytes, LIMITS));
      HostileBytes.assertSurvivesFlips(file, SEED, 1000, bytes -> Jpeg.decode(bytes, LIMITS));
    }
    // A reader that met all this still reads.
    assertThat(Jpeg.decode(baseline, LIMITS).width()).isEqualTo(40);
  }

  @Test
  void refusesQualitiesThatAreNone() {
    assertThatThrownBy(() -> Jpeg.encode(picture(8, 8), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("JPEG quality must be 1 to 100: 0");
  }

  private static RgbImage picture(int width, int height) {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] bgr = new byte[3 * width * height];
    for (int i = 0; i < bgr.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      bgr[i] = (byte) (60 + 2 * x + y * (i % 3) + random.nextInt(4));
    }
    return RgbImage.wrapBgr(width, height, bgr);
  }

  private static double distance(RgbImage one, RgbImage other) {
    byte[] a = one.toBgr();
    byte[] b = other.toBgr();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
    }
    return sum / a.length;
  }

  private static byte[] write(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, file)).isTrue();
    return file.toByteArray();
  }

  private static byte[] writeProgressive(RgbImage image) throws IOException {
    BufferedImage buffered =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        buffered.setRGB(x, y, image.rgbAt(x, y));
      }
    }
    return write(new IIOImage(buffered, null, null));
  }

  private static byte[] writeCmyk(int[] inks) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(0, 16, 16, 4, null);
    for (int i = 0; i < 256; i++) {
      raster.setPixel(i % 16, i / 16, inks);
    }
    return write(new IIOImage(raster, null, null));
  }

  private static byte[] write(IIOImage image) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(out);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(1f);
      if (!image.hasRaster()) {
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, image, settings);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  private static byte[] segment(int marker, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
    byte[] segment = new byte[4 + bytes.length];
    segment[0] = (byte) 0xFF;
    segment[1] = (byte) marker;
    segment[2] = (byte) (bytes.length + 2 >> 8);
    segment[3] = (byte) (bytes.length + 2);
    System.arraycopy(bytes, 0, segment, 4, bytes.length);
    return segment;
  }

  private static byte[] insert(byte[] file, int at, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, at);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    out.write(file, at, file.length - at);
    return out.toByteArray();
  }

  private static int indexOfFrame(byte[] jpeg) {
    for (int i = 0; i < jpeg.length - 1; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        return i;
      }
    }
    throw new AssertionError("no frame");
  }
}
