package dev.pancap.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {
  @Test
  void everyHalfSurvivesTheWayThroughAFloat() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      float value = HalfFloats.toFloat(half);
      if (Float.isNaN(value)) {
        assertThat((bits >> 10) & 0x1F).as("half %x", bits).isEqualTo(0x1F);
        assertThat(Float.isNaN(HalfFloats.toFloat(HalfFloats.ofFloat(value)))).isTrue();
      } else {
        assertThat(HalfFloats.ofFloat(value)).as("half %x", bits).isEqualTo(half);
      }
    }
  }

  @Test
  void knownValues() {
    assertThat(HalfFloats.toFloat((short) 0x3C00)).isEqualTo(1f);
    assertThat(HalfFloats.toFloat((short) 0x7BFF)).isEqualTo(65504f);
    assertThat(HalfFloats.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(HalfFloats.toFloat((short) 0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(HalfFloats.ofFloat(65519.996f)).isEqualTo((short) 0x7BFF);
    assertThat(HalfFloats.ofFloat(65520f)).isEqualTo((short) 0x7C00);
    assertThat(HalfFloats.ofFloat(-1e9f)).isEqualTo((short) 0xFC00);
    assertThat(HalfFloats.ofFloat(0x1p-25f)).isEqualTo((short) 0);
    assertThat(HalfFloats.ofFloat(Math.nextUp(0x1p-25f))).isEqualTo((short) 1);
  }

  @Test
  void roundsToTheNearestHalfAndTiesToTheEvenOne() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(40) - 26));
      short half = HalfFloats.ofFloat(value);
      double error = Math.abs(HalfFloats.toFloat(half) - (double) value);
      for (short neighbour : new short[] {(short) (half - 1), (short) (half + 1)}) {
        double other = Math.abs(HalfFloats.toFloat(neighbour) - (double) value);
        assertThat(Double.isNaN(other) || error < other || error == other && half % 2 == 0)
            .as("seed 7, round %d: %a became %x", i, value, half)
            .isTrue();
      }
    }
  }
}
