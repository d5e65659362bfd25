package dev.pancap.onnx;

import dev.pancap.image.RgbImage;
import java.util.Arrays;

/**
 * Resizes pictures to the last bit as Pillow does it ({@code Image.resize}, 8 bits a channel),
 * which is what models of the Hugging Face libraries were trained with. The JDK's own scaling
 * differs by several grey levels.
 *
 * <p>Each target pixel is a weighted mean of the source pixels under a filter that is widened by
 * the scale when shrinking. Rows first, then columns; weights are fixed-point numbers with {@value
 * #PRECISION_BITS} binary places; every pass rounds to 8 bits.
 */
public final class PilResize {
  /** 32 bits hold 8 of the sample, 2 of overshoot and the rest of the weight. */
  private static final int PRECISION_BITS = 32 - 8 - 2;

  private static final int CHANNELS = 3;

  private PilResize() {}

  /** The filters, with their half width in source pixels at scale 1. */
  public enum Filter {
    BOX(0.5),
    BILINEAR(1),
    HAMMING(1),
    BICUBIC(2),
    LANCZOS(3);

    private final double support;

    Filter(double support) {
      this.support = support;
    }

    /**
     * The filter of Pillow's number, as {@code resample} in {@code preprocessor_config.json}.
     *
     * @throws IllegalArgumentException if the number is 0 (nearest) or none of Pillow's
     */
    public static Filter ofPillow(int number) {
      return switch (number) {
        case 1 -> LANCZOS;
        case 2 -> BILINEAR;
        case 3 -> BICUBIC;
        case 4 -> BOX;
        case 5 -> HAMMING;
        default -> throw new IllegalArgumentException("No resampling filter " + number);
      };
    }

    private double weight(double x) {
      double distance = Math.abs(x);
      return switch (this) {
        case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
        case BILINEAR -> distance < 1 ? 1 - distance : 0;
        case HAMMING -> distance < 1 ? sinc(distance) * (0.54 + 0.46 * Math.cos(Math.PI * x)) : 0;
        case BICUBIC -> bicubic(distance);
        case LANCZOS -> x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
      };
    }

    /** Keys' cubic convolution with a = -0.5. */
    private static double bicubic(double x) {
      double a = -0.5;
      if (x < 1) {
        return ((a + 2) * x - (a + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double sinc(double x) {
      if (x == 0) {
        return 1;
      }
      double angle = x * Math.PI;
      return Math.sin(angle) / angle;
    }
  }

  /**
   * @throws IllegalArgumentException if the new size is not positive
   */
  public static RgbImage resize(RgbImage image, int width, int height, Filter filter) {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException("No picture has %d x %d".formatted(width, height));
    }
    if (width == image.width() && height == image.height()) {
      return image;
    }
    byte[] samples = image.toBgr();
    if (width != image.width()) {
      samples = resizeRows(samples, image, width, Weights.of(image.width(), width, filter));
    }
    if (height != image.height()) {
      samples = resizeColumns(samples, width, Weights.of(image.height(), height, filter));
    }
    return RgbImage.wrapBgr(width, height, samples);
  }

  private static byte[] resizeRows(byte[] source, RgbImage image, int width, Weights weights) {
    byte[] target = new byte[Math.multiplyExact(CHANNELS * width, image.height())];
    int to = 0;
    for (int y = 0; y < image.height(); y++) {
      int row = y * image.width() * CHANNELS;
      for (int x = 0; x < width; x++) {
        int from = row + weights.first[x] * CHANNELS;
        int end = weights.start[x + 1];
        int blue = 1 << (PRECISION_BITS - 1);
        int green = blue;
        int red = blue;
        for (int k = weights.start[x]; k < end; k++, from += CHANNELS) {
          int weight = weights.weight[k];
          blue += (source[from] & 0xFF) * weight;
          green += (source[from + 1] & 0xFF) * weight;
          red += (source[from + 2] & 0xFF) * weight;
        }
        target[to++] = clip(blue);
        target[to++] = clip(green);
        target[to++] = clip(red);
      }
    }
    return target;
  }

  private static byte[] resizeColumns(byte[] source, int width, Weights weights) {
    int stride = width * CHANNELS;
    int height = weights.first.length;
    byte[] target = new byte[Math.multiplyExact(stride, height)];
    int[] sums = new int[stride];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, 1 << (PRECISION_BITS - 1));
      int from = weights.first[y] * stride;
      for (int k = weights.start[y]; k < weights.start[y + 1]; k++) {
        int weight = weights.weight[k];
        for (int i = 0; i < stride; i++) {
          sums[i] += (source[from + i] & 0xFF) * weight;
        }
        from += stride;
      }
      int to = y * stride;
      for (int i = 0; i < stride; i++) {
        target[to + i] = clip(sums[i]);
      }
    }
    return target;
  }

  private static byte clip(int sum) {
    int value = sum >> PRECISION_BITS;
    return (byte) Math.max(0, Math.min(255, value));
  }

  /**
   * The fixed-point weights of each target pixel: those of pixel i stand at {@code start[i]} to
   * {@code start[i + 1]} and belong to the source pixels from {@code first[i]}.
   */
  private record Weights(int[] first, int[] start, int[] weight) {

    static Weights of(int sourceSize, int targetSize, Filter filter) {
      double scale = (double) sourceSize / targetSize;
      double stretch = Math.max(scale, 1);
      double support = filter.support * stretch;
      int most = (int) Math.ceil(support) * 2 + 1;
      int[] first = new int[targetSize];
      int[] start = new int[targetSize + 1];
      int[] weight = new int[Math.multiplyExact(targetSize, Math.min(most, sourceSize))];
      double[] exact = new double[most];
      for (int i = 0; i < targetSize; i++) {
        double center = (i + 0.5) * scale;
        int from = Math.max((int) (center - support + 0.5), 0);
        int count = Math.min((int) (center + support + 0.5), sourceSize) - from;
        double sum = 0;
        for (int k = 0; k < count; k++) {
          exact[k] = filter.weight((k + from - center + 0.5) * (1 / stretch));
          sum += exact[k];
        }
        first[i] = from;
        start[i + 1] = start[i] + count;
        for (int k = 0; k < count; k++) {
          double scaled = (sum == 0 ? exact[k] : exact[k] / sum) * (1 << PRECISION_BITS);
          weight[start[i] + k] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }
      }
      return new Weights(first, start, weight);
    }
  }
}
