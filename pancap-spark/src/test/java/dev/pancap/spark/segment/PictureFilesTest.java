package dev.pancap.spark.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  @Test
  void listsPicturesByNameWithIdsOfTheirOwn() throws IOException {
    touch("000000000139.jpg", "b/x y.PNG", "a.jpeg", "notes.txt", ".hidden.jpg");

    List<PictureFile> pictures = PictureFiles.list(folder.toString(), HADOOP);

    assertThat(pictures)
        .extracting(PictureFile::name)
        .containsExactly("000000000139.jpg", "a.jpeg", "b/x y.PNG");
    assertThat(pictures.get(0).imageId()).isEqualTo(139);
    assertThat(pictures.get(1).imageId())
        .isEqualTo(PictureFiles.idOf("a.jpeg"))
        .isBetween(0L, 1L << 52);
    assertThat(pictures.get(2).imageId()).isNotEqualTo(pictures.get(1).imageId());
  }

  @Test
  void refusesPicturesThatWouldMeet() throws IOException {
    touch("1.jpg", "01.jpg");
    assertThatThrownBy(() -> PictureFiles.list(folder.toString(), HADOOP))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "--images holds 01.jpg and 1.jpg, which would have one id or one mask; rename one");
    Files.delete(folder.resolve("01.jpg"));
    touch("1.png");
    assertThatThrownBy(() -> PictureFiles.list(folder.toString(), HADOOP))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("1.jpg and 1.png");
  }

  @Test
  void aFolderWithoutPicturesIsOneSentence() {
    assertThatThrownBy(() -> PictureFiles.list(folder.toString(), HADOOP))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no .jpg, .jpeg or .png file");
    assertThatThrownBy(() -> PictureFiles.list(folder + "/none", HADOOP))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none does not exist");
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
  }
}
