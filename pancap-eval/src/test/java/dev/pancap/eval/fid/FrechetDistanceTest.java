package dev.pancap.eval.fid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.golden.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrechetDistanceTest {
  @TempDir Path folder;

  @Test
  void givesPytorchFidsDistances() {
    JsonNode golden = Golden.json(FrechetDistanceTest.class, "frechet.json");
    assertThat(golden.get("cases")).hasSize(9);
    for (JsonNode pair : golden.get("cases")) {
      double expected = pair.get("fid").doubleValue();
      double found =
          state(pair.get("features1"))
              .toGaussian()
              .frechetDistance(state(pair.get("features2")).toGaussian());
      double tolerance =
          switch (pair.get("name").asText()) {
            case "identical" -> 1e-9;
            case "rank_deficient_n5_d8" -> 1e-6 * expected;
            default -> 1e-9 * expected;
          };
      assertThat(found).as(pair.get("name").asText()).isCloseTo(expected, within(tolerance));
    }
  }

  @Test
  void givesClosedForms() {
    Gaussian zero = new Gaussian(new double[256], CommonOps_DDRM.identity(256), 0);
    double[] ones = new double[256];
    java.util.Arrays.fill(ones, 1);
    Gaussian one = new Gaussian(ones, CommonOps_DDRM.identity(256), 0);
    assertThat(zero.frechetDistance(one)).isCloseTo(256, within(1e-9));

    Gaussian left =
        new Gaussian(new double[2], new DMatrixRMaj(new double[][] {{4, 0}, {0, 9}}), 0);
    Gaussian right =
        new Gaussian(new double[] {1, 2}, new DMatrixRMaj(new double[][] {{1, 0}, {0, 1}}), 0);
    assertThat(left.frechetDistance(right)).isCloseTo(10, within(1e-12));
  }

  @Test
  void partsMergeIntoTheWhole() {
    JsonNode features =
        Golden.json(FrechetDistanceTest.class, "frechet.json").get("cases").get(3).get("features1");
    FeatureState whole = state(features);
    FeatureState merged = new FeatureState(whole.dimension());
    FeatureState part = new FeatureState(whole.dimension());
    int row = 0;
    for (JsonNode feature : features) {
      (row++ < 37 ? merged : part).add(numbers(feature));
    }
    merged.merge(part);

    assertThat(merged.toGaussian().covariance().data)
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(whole.toGaussian().covariance().data);
  }

  @Test
  void readsNumpyFilesOfBothOrders() throws IOException {
    JsonNode pair = Golden.json(FrechetDistanceTest.class, "frechet.json").get("cases").get(1);
    Path rows = folder.resolve("rows.npy");
    Files.write(rows, npy(pair.get("features1"), "'fortran_order': False"));
    Path columns = folder.resolve("columns.npy");
    Files.write(columns, npy(pair.get("features1"), "'fortran_order': True"));

    Gaussian expected = state(pair.get("features1")).toGaussian();
    assertThat(FeatureFiles.read(rows).covariance().data).isEqualTo(expected.covariance().data);
    assertThat(FeatureFiles.read(columns).covariance().data).isEqualTo(expected.covariance().data);
  }

  @Test
  void aFileThatIsCutShortOrNotNumpysSaysSo() throws IOException {
    JsonNode pair = Golden.json(FrechetDistanceTest.class, "frechet.json").get("cases").get(0);
    byte[] whole = npy(pair.get("features1"), "'fortran_order': False");
    Path cut = folder.resolve("cut.npy");
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(cut, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> FeatureFiles.read(cut))
          .as("%d bytes", length)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("cut.npy");
    }
  }

  @Test
  void aFeatureThatIsNotFiniteSaysSo() throws IOException {
    Path file = folder.resolve("nan.npy");
    JsonNode nan = new com.fasterxml.jackson.databind.ObjectMapper().readTree("[[1],[2]]");
    byte[] bytes = npy(nan, "'fortran_order': False");
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(bytes.length - 8, Double.NaN);
    Files.write(file, bytes);

    assertThatThrownBy(() -> FeatureFiles.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("nan.npy: A feature holds NaN");
  }

  private static byte[] npy(JsonNode features, String order) {
    int rows = features.size();
    int columns = features.get(0).size();
    String header = "{'descr': '<f8', %s, 'shape': (%d, %d), }\n".formatted(order, rows, columns);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 8 * rows * columns)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
    boolean byColumn = order.endsWith("True");
    for (int a = 0; a < (byColumn ? columns : rows); a++) {
      for (int b = 0; b < (byColumn ? rows : columns); b++) {
        bytes.putDouble(features.get(byColumn ? b : a).get(byColumn ? a : b).doubleValue());
      }
    }
    return bytes.array();
  }

  private static FeatureState state(JsonNode features) {
    FeatureState state = new FeatureState(features.get(0).size());
    features.forEach(feature -> state.add(numbers(feature)));
    return state;
  }

  private static double[] numbers(JsonNode row) {
    double[] numbers = new double[row.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = row.get(i).doubleValue();
    }
    return numbers;
  }
}
