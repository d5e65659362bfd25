package dev.pancap.onnx;

/** IEEE 754 binary16 numbers, which Java 17 has no conversion for. */
public final class HalfFloats {
  private HalfFloats() {}

  /** The value of a half, exactly. */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1F;
    int fraction = half & 0x3FF;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f; // zero and subnormal halves
      return sign == 0 ? magnitude : -magnitude;
    }
    int widened = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | widened << 23 | fraction << 13);
  }

  /** The nearest half, ties to the even one; beyond 65519.99 infinity. */
  public static short ofFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7E00);
    }
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7C00);
    }
    if (magnitude < 0x1p-14f) {
      // A subnormal half counts in 2^-24; the product is exact and rint rounds ties to even.
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int rest = bits & 0x7FFFFFFF;
    int rounded = rest + 0xFFF + ((rest >>> 13) & 1); // a carry runs into the exponent, rightly
    return (short) (sign | (rounded >>> 13) - ((127 - 15) << 10));
  }
}
