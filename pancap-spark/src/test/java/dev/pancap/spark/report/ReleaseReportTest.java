package dev.pancap.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.RunLengths;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseReportTest {
  private static final LimitsConfig LIMITS = new LimitsConfig(1 << 24, 1 << 24, 1000);
  private static final int SIDE = 64;

  @TempDir Path folder;

  private static ReleaseRow row(long imageId, byte[] picture) {
    byte[] top = new byte[SIDE * SIDE];
    Arrays.fill(top, 0, top.length / 2, (byte) 1);
    byte[] bottom = new byte[SIDE * SIDE];
    Arrays.fill(bottom, top.length / 2, top.length, (byte) 1);
    return new ReleaseRow(
        imageId,
        imageId + ".jpg",
        "train",
        SIDE,
        SIDE,
        picture,
        "nowhere/" + imageId + ".jpg",
        "A sky over grass.",
        "<1: A sky> over grass.",
        List.of(new PhraseGroup("A sky", List.of(1), 0, 5)),
        List.of(segment(1, "sky-other-merged", top), segment(2, "grass-merged", bottom)),
        4,
        1,
        2,
        0,
        2,
        1,
        List.of(),
        "describer",
        "1",
        "",
        "",
        null);
  }

  private static ReleaseRow.ReleaseSegment segment(int mark, String category, byte[] mask) {
    return new ReleaseRow.ReleaseSegment(
        mark,
        mark,
        187 + mark,
        category,
        false,
        false,
        SIDE * SIDE / 2,
        List.of(0, (mark - 1) * SIDE / 2, SIDE, SIDE / 2),
        List.of(SIDE, SIDE),
        CompressedRunLengths.encode(RunLengths.encode(SIDE, SIDE, mask)),
        "",
        false,
        "human",
        null);
  }

  @Test
  void readsEveryFileAndDrawsTheExample() throws IOException {
    byte[] picture = Jpeg.encode(RgbImage.wrapBgr(SIDE, SIDE, new byte[3 * SIDE * SIDE]), 90);
    for (int part = 0; part < 2; part++) {
      try (ReleaseFile.Writer file =
          ReleaseFile.writer(
              new org.apache.hadoop.fs.Path(
                  folder.resolve("release/data/part-%d.parquet".formatted(part)).toString()),
              new Configuration())) {
        file.write(row(2 * part + 1, picture));
        file.write(row(2 * part + 2, picture));
      }
    }
    ReleaseReport.write(
        folder.resolve("release").toString(),
        folder.resolve("report").toString(),
        new Configuration(),
        LIMITS);

    JsonNode report = new ObjectMapper().readTree(folder.resolve("report/report.json").toFile());
    assertThat(report.at("/images").intValue()).isEqualTo(4);
    assertThat(report.at("/words_per_image/mean").doubleValue()).isEqualTo(4);
    assertThat(report.at("/masks_per_image/annotated/mean").doubleValue()).isEqualTo(2);
    assertThat(report.at("/masks_per_image/mentioned/mean").doubleValue()).isEqualTo(1);
    assertThat(report.at("/coverage/pixels").doubleValue()).isEqualTo(0.5);
    assertThat(Files.readString(folder.resolve("report/index.html")))
        .contains("data:image/jpeg;base64,");
  }

  @Test
  void aFolderThatIsNoReleaseSaysSo() throws IOException {
    Files.createDirectories(folder.resolve("empty"));

    assertThatThrownBy(
            () ->
                ReleaseReport.write(
                    folder.resolve("empty").toString(),
                    folder.resolve("report").toString(),
                    new Configuration(),
                    LIMITS))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "empty is no release: it has neither CURRENT nor a manifest nor Parquet files");
  }
}
