package dev.pancap.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.features.FeatureGrid;
import dev.pancap.features.FeaturesConfig.Precision;
import dev.pancap.features.PooledMask;
import dev.pancap.onnx.HalfFloats;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFileTest {
  private static final Configuration HADOOP = new Configuration();
  private static final ReleaseRow.ReleaseSegment SEGMENT =
      new ReleaseRow.ReleaseSegment(
          3,
          3,
          44,
          "bottle",
          true,
          false,
          9,
          List.of(0, 0, 3, 3),
          List.of(3, 3),
          "09",
          "",
          false,
          "human",
          null);

  @TempDir java.nio.file.Path folder;

  @Test
  void halvesAreWrittenAsHalvesAndSaidToBeSo() throws IOException {
    Path file = new Path(folder.resolve("masks.parquet").toString());
    try (FeatureFile.Masks masks = FeatureFile.masks(file, Precision.FP16, HADOOP)) {
      masks.write(7, SEGMENT, new PooledMask(3, 0.25, new float[] {1.5f, -0.1f}));
    }

    Group row = read(file);
    assertThat(row.getLong("image_id", 0)).isEqualTo(7);
    assertThat(row.getInteger("mark", 0)).isEqualTo(3);
    assertThat(row.getBoolean("is_thing", 0)).isTrue();
    assertThat(row.getInteger("category_id", 0)).isEqualTo(44);
    assertThat(row.getDouble("weight", 0)).isEqualTo(0.25);
    byte[] half = row.getGroup("feature", 0).getGroup("list", 1).getBinary("element", 0).getBytes();
    assertThat(HalfFloats.toFloat((short) (half[0] & 0xFF | half[1] << 8)))
        .isEqualTo(HalfFloats.toFloat(HalfFloats.ofFloat(-0.1f)));
    assertThat(footer(file))
        .contains("\"feature\":{\"feature\":{\"dtype\":\"float16\",\"_type\":\"Value\"}");
  }

  @Test
  void gridsAreFlatAndSayTheirShape() throws IOException {
    Path file = new Path(folder.resolve("grids.parquet").toString());
    try (FeatureFile.Grids grids = FeatureFile.grids(file, Precision.FP32, HADOOP)) {
      grids.write(7, new FeatureGrid(2, 1, 2, new float[] {1, 2, 3, 4}));
    }

    Group row = read(file);
    assertThat(row.getInteger("columns", 0)).isEqualTo(2);
    assertThat(row.getInteger("rows", 0)).isEqualTo(1);
    assertThat(row.getInteger("dimension", 0)).isEqualTo(2);
    assertThat(row.getGroup("feature", 0).getFieldRepetitionCount("list")).isEqualTo(4);
    assertThat(row.getGroup("feature", 0).getGroup("list", 3).getFloat("element", 0)).isEqualTo(4);
    assertThat(footer(file)).contains("\"dtype\":\"float32\"");
  }

  private static Group read(Path file) throws IOException {
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(HADOOP).build()) {
      return reader.read();
    }
  }

  private static String footer(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, HADOOP))) {
      return reader.getFileMetaData().getKeyValueMetaData().get("huggingface");
    }
  }
}
