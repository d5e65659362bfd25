package dev.pancap.onnx;

import dev.pancap.image.ImageSize;
import dev.pancap.image.RgbImage;
import java.util.List;

/**
 * Turns 8-bit samples into a network's numbers: {@code (sample * factor - mean) / deviation}, in
 * the same steps and precisions as the Hugging Face processors, so that results are equal to the
 * last bit.
 */
public final class PixelScale {
  private static final int CHANNELS = 3;

  private final float[][] valueOfSample = new float[CHANNELS][256];

  /**
   * @param mean of red, green and blue after scaling by {@code factor}
   * @param deviation of red, green and blue
   * @throws IllegalArgumentException if there are not three of each
   */
  public PixelScale(double factor, List<Double> mean, List<Double> deviation) {
    if (mean.size() != CHANNELS || deviation.size() != CHANNELS) {
      throw new IllegalArgumentException(
          "Mean and deviation must have 3 numbers: %s, %s".formatted(mean, deviation));
    }
    for (int channel = 0; channel < CHANNELS; channel++) {
      float center = mean.get(channel).floatValue();
      float width = deviation.get(channel).floatValue();
      for (int sample = 0; sample < 256; sample++) {
        valueOfSample[channel][sample] = ((float) (sample * factor) - center) / width;
      }
    }
  }

  /** As {@code preprocessor_config.json} states it; steps that it switches off are left out. */
  public static PixelScale of(ConfigFile preprocessor) {
    boolean rescales = preprocessor.optionalFlag("do_rescale").orElse(true);
    boolean normalizes = preprocessor.optionalFlag("do_normalize").orElse(true);
    double factor = rescales ? preprocessor.optionalNumber("rescale_factor").orElse(1 / 255.0) : 1;
    if (!normalizes) {
      return new PixelScale(factor, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    }
    List<Double> mean = preprocessor.numbers("image_mean");
    List<Double> deviation = preprocessor.numbers("image_std");
    if (mean.size() != CHANNELS || deviation.size() != CHANNELS || deviation.contains(0.0)) {
      throw preprocessor.error("image_mean and image_std must have 3 numbers, not 0 in image_std");
    }
    return new PixelScale(factor, mean, deviation);
  }

  /**
   * Writes a picture as three planes, red, green, blue, into a larger plane's top left corner.
   *
   * @param target receives the planes from {@code offset}
   * @param planes the size of a plane, at least the picture's
   */
  public void write(RgbImage image, float[] target, int offset, ImageSize planes) {
    int plane = planes.width() * planes.height();
    int pixel = 0;
    for (int y = 0; y < image.height(); y++) {
      int at = offset + y * planes.width();
      for (int x = 0; x < image.width(); x++, at++) {
        int rgb = image.rgbAt(pixel++);
        target[at] = valueOfSample[0][rgb >> 16];
        target[at + plane] = valueOfSample[1][(rgb >> 8) & 0xFF];
        target[at + 2 * plane] = valueOfSample[2][rgb & 0xFF];
      }
    }
  }
}
