package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.config.LimitsConfig;
import dev.pancap.features.FeaturesConfig;
import dev.pancap.features.FeaturesConfig.Precision;
import dev.pancap.features.MaskPooling;
import dev.pancap.features.PooledMask;
import dev.pancap.features.VisionTower;
import dev.pancap.image.Jpeg;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.spark.CommandRun;
import dev.pancap.spark.SparkTest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SparkTest
class FeaturesCommandTest {
  private static final String TRAINED =
      Path.of("../pancap-core/src/test/resources/dev/pancap/model/djl/trained")
          .toAbsolutePath()
          .toString();

  @TempDir Path folder;

  @Test
  void everyMaskOfAReleaseHasItsVector(SparkSession spark) throws IOException {
    new SynthWriter(new SynthSettings(4, 3, 160, 120, 1), folder.resolve("in")).write(done -> {});
    CommandRun.of(CommandRun.buildOf(folder.resolve("in"), path("dataset"))).json();
    Path left = folder.resolve("features/masks/_train-00000.parquet-of-a-killed-task.tmp");
    Files.createDirectories(left.getParent());
    Files.createFile(left);

    JsonNode summary =
        CommandRun.of(
                "features",
                "--release",
                path("dataset"),
                "--model",
                TRAINED,
                "--out",
                path("features"),
                "--json",
                "--set",
                "features.precision=fp32",
                "--set",
                "features.split-images=false")
            .json();

    List<Row> rows =
        spark.read().parquet(path("features/masks")).orderBy("image_id", "mark").collectAsList();
    assertThat(summary.get("images").intValue()).isEqualTo(4);
    assertThat(summary.get("masks").intValue()).isEqualTo(rows.size()).isGreaterThan(8);
    assertThat(summary.get("dimension").intValue()).isEqualTo(64);
    assertThat(spark.read().parquet(path("features/images")).count()).isEqualTo(4);
    assertThat(Files.readString(folder.resolve("features/features.json")))
        .contains("model_fingerprint");
    assertThat(left).doesNotExist();
    assertThat(refused("--model", TRAINED, "--out", path("features")))
        .contains("already holds features.json; name a new folder");
    assertThat(refused("--model", path("nowhere"), "--out", path("other")))
        .contains(path("nowhere"));
    assertThat(folder.resolve("other")).doesNotExist();

    Row first = rows.get(0);
    PooledMask wanted = reference(spark, first.getAs("image_id"), first.<Integer>getAs("mark"));
    List<Float> feature = first.getList(first.fieldIndex("feature"));
    assertThat(first.<Double>getAs("weight")).isCloseTo(wanted.weight(), within(1e-9));
    for (int i = 0; i < 64; i++) {
      assertThat(feature.get(i)).isCloseTo(wanted.feature()[i], within(1e-5f));
    }
  }

  /** What is said, in one line, of settings that cannot be. */
  private String refused(String... more) {
    List<String> args = new ArrayList<>(List.of("features", "--release", path("dataset")));
    args.addAll(List.of(more));
    return CommandRun.of(args).refusal();
  }

  /** The same by hand, from the picture and the mask as they were drawn. */
  private PooledMask reference(SparkSession spark, long imageId, int mark) throws IOException {
    Row row =
        spark
            .read()
            .parquet(path("dataset/releases/*/data"))
            .filter("image_id = " + imageId)
            .first();
    String picture = row.<Row>getAs("image").getAs("path");
    Row segment =
        row.<Row>getList(row.fieldIndex("segments")).stream()
            .filter(candidate -> candidate.<Integer>getAs("mark") == mark)
            .findFirst()
            .orElseThrow();
    int width = row.getAs("width");
    int height = row.getAs("height");
    byte[] mask =
        CompressedRunLengths.decode(segment.<Row>getAs("rle").getAs("counts"), width, height)
            .decode();
    int[] marks = new int[mask.length];
    for (int i = 0; i < mask.length; i++) {
      marks[i] = mask[i] == 0 ? 0 : mark;
    }
    FeaturesConfig config = new FeaturesConfig("", false, 0, 1, Precision.FP32);
    try (VisionTower tower = VisionTower.open(TRAINED, config)) {
      byte[] file = Files.readAllBytes(Path.of(picture.replaceFirst("^file:", "")));
      return MaskPooling.pool(
              tower.look(Jpeg.decode(file, new LimitsConfig(1_000_000, 1_000_000, 100))).fine(),
              LabelMap.wrap(width, height, marks),
              List.of(mark))
          .get(0);
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
