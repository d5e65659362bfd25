package dev.pancap.image;

import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's readers and writers, one of each a thread: they are not thread-safe, and making one
 * costs as much as a small picture.
 */
final class ImageIoCodecs {
  static {
    // The default writes each picture to a file of its own first.
    ImageIO.setUseCache(false);
  }

  private static final ThreadLocal<ImageReader> JPEG_READER =
      ThreadLocal.withInitial(() -> ImageIO.getImageReadersByFormatName("jpeg").next());
  private static final ThreadLocal<ImageReader> PNG_READER =
      ThreadLocal.withInitial(() -> ImageIO.getImageReadersByFormatName("png").next());
  private static final ThreadLocal<ImageWriter> JPEG_WRITER =
      ThreadLocal.withInitial(() -> ImageIO.getImageWritersByFormatName("jpeg").next());

  private ImageIoCodecs() {}

  static RgbImage readJpeg(JpegStructure jpeg) {
    boolean cmyk = jpeg.components() == 4;
    ImageReader reader = JPEG_READER.get();
    DamageListener damage = new DamageListener();
    reader.addIIOReadWarningListener(damage);
    try {
      RgbImage image;
      if (cmyk) {
        image = Cmyk.toRgb(read(reader, jpeg.stripped(), ImageIoCodecs::raster), jpeg);
      } else {
        image = toRgb(read(reader, jpeg.stripped(), ImageIoCodecs::image));
      }
      damage.check();
      return image;
    } finally {
      // Also takes the listener away.
      reader.reset();
    }
  }

  static RgbImage readPng(byte[] png) {
    return toRgb(read(PNG_READER.get(), png, ImageIoCodecs::image));
  }

  static byte[] writeJpeg(RgbImage image, int quality) throws IOException {
    BufferedImage buffered =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
    // Shares nothing with the picture, whose bytes the JDK must not get hold of.
    byte[] to = ((DataBufferByte) buffered.getRaster().getDataBuffer()).getData();
    System.arraycopy(image.bgr(), 0, to, 0, to.length);
    ImageWriter writer = JPEG_WRITER.get();
    ByteArrayOutputStream jpeg =
        new ByteArrayOutputStream(image.width() * image.height() / 4 + 1024);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(jpeg)) {
      writer.setOutput(out);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality / 100f);
      writer.write(null, new IIOImage(buffered, null, null), settings);
    } finally {
      writer.reset();
    }
    return jpeg.toByteArray();
  }

  private interface Read<T> {
    T from(ImageReader reader) throws IOException;
  }

  private static BufferedImage image(ImageReader reader) throws IOException {
    return reader.read(0);
  }

  private static Raster raster(ImageReader reader) throws IOException {
    return reader.readRaster(0, null);
  }

  private static <T> T read(ImageReader reader, byte[] file, Read<T> read) {
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      return read.from(reader);
    } catch (IOException
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      // What the JDK's readers were seen to throw at damaged files.
      throw new BadRecordException(
          Reason.IMAGE_UNREADABLE, "the picture is damaged: " + e.getMessage(), e);
    } finally {
      reader.setInput(null);
    }
  }

  private static RgbImage toRgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    WritableRaster raster = image.getRaster();
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      return RgbImage.wrapBgr(width, height, ((DataBufferByte) raster.getDataBuffer()).getData());
    }
    byte[] bgr = new byte[3 * width * height];
    ColorModel colors = image.getColorModel();
    if (colors instanceof IndexColorModel palette) {
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, 0, row);
        for (int x = 0; x < width; x++) {
          putRgb(bgr, y * width + x, palette.getRGB(row[x]));
        }
      }
      return RgbImage.wrapBgr(width, height, bgr);
    }
    // The samples as they are: getRGB would convert grey through a colour space.
    int shift = DataBuffer.getDataTypeSize(raster.getDataBuffer().getDataType()) - Byte.SIZE;
    int[] row = new int[width];
    boolean grey = raster.getNumBands() < 3;
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, grey ? 0 : channel, row);
        for (int x = 0; x < width; x++) {
          bgr[3 * (y * width + x) + 2 - channel] = (byte) (row[x] >> shift);
        }
      }
    }
    return RgbImage.wrapBgr(width, height, bgr);
  }

  private static void putRgb(byte[] bgr, int pixel, int rgb) {
    bgr[3 * pixel] = (byte) rgb;
    bgr[3 * pixel + 1] = (byte) (rgb >> 8);
    bgr[3 * pixel + 2] = (byte) (rgb >> 16);
  }

  /** Four-channel JPEGs, which the JDK reads as a raster but does not convert. */
  private static final class Cmyk {
    static RgbImage toRgb(Raster raster, JpegStructure jpeg) {
      int width = raster.getWidth();
      int height = raster.getHeight();
      // Adobe stores how much light is let through; without its segment the values are ink.
      boolean adobe = jpeg.adobeTransform() != JpegStructure.NO_ADOBE_SEGMENT;
      boolean ycck = jpeg.adobeTransform() == 2;
      byte[] bgr = new byte[3 * width * height];
      int[] row = new int[4 * width];
      for (int y = 0; y < height; y++) {
        raster.getPixels(0, y, width, 1, row);
        for (int x = 0; x < width; x++) {
          int c = row[4 * x];
          int m = row[4 * x + 1];
          int k = row[4 * x + 2];
          if (ycck) {
            // T.871; the transform gives 255 - ink, which is inverted below like plain CMYK.
            double luma = c;
            double cb = m - 128.0;
            double cr = k - 128.0;
            c = clamp(luma + 1.402 * cr);
            m = clamp(luma - 0.344136 * cb - 0.714136 * cr);
            k = clamp(luma + 1.772 * cb);
          }
          int black = row[4 * x + 3];
          int at = 3 * (y * width + x);
          bgr[at + 2] = light(c, black, adobe);
          bgr[at + 1] = light(m, black, adobe);
          bgr[at] = light(k, black, adobe);
        }
      }
      return RgbImage.wrapBgr(width, height, bgr);
    }

    private static byte light(int ink, int black, boolean inverted) {
      int a = inverted ? ink : 255 - ink;
      int b = inverted ? black : 255 - black;
      return (byte) ((a * b + 127) / 255);
    }

    private static int clamp(double value) {
      return (int) Math.max(0, Math.min(255, Math.rint(value)));
    }
  }

  /** Remembers what libjpeg says about damage that it papers over. */
  private static final class DamageListener implements IIOReadWarningListener {
    private @Nullable String damage;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      // Bytes between the data and a marker are common in the wild and change no pixel.
      boolean harmless = warning.contains("extraneous bytes");
      boolean serious =
          warning.startsWith("Corrupt JPEG data") || warning.startsWith("Premature end");
      if (serious && !harmless && damage == null) {
        damage = warning;
      }
    }

    void check() {
      if (damage != null) {
        throw new BadRecordException(Reason.IMAGE_UNREADABLE, "the picture is damaged: " + damage);
      }
    }
  }
}
