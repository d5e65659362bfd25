package dev.pancap.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFoldersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7.jpg",
        "sub/7.jpg",
        "two words.jpg",
        "🙂 ü.jpg",
        "<b>.jpg",
        "a%20b#c?.jpg",
        "a:b.jpg",
        "...jpg",
        "s3a:x.jpg"
      })
  void namesStayInTheirFolder(String name) {
    assertThat(ImageFolders.resolve("/data/images", name)).isEqualTo("/data/images/" + name);
    assertThat(ImageFolders.resolve("s3a://bucket/in", name)).isEqualTo("s3a://bucket/in/" + name);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "''|names no file",
        "' '|names no file",
        "sub/|names no file",
        "/etc/passwd|is absolute",
        "\\\\host\\x|is absolute",
        "../7.jpg|leads out",
        "sub/../../7.jpg|leads out",
        "sub\\..\\7.jpg|leads out",
        "./7.jpg|leads out",
        "s3a://bucket/7.jpg|leads out"
      },
      delimiter = '|')
  void namesThatLeaveTheirFolderAreRefused(String name, String what) {
    assertThatThrownBy(() -> ImageFolders.resolve("/data/images", name))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining(what)
        .extracting(e -> ((BadRecordException) e).reason())
        .isEqualTo(Reason.FILE_NAME_UNSAFE);
  }

  @Test
  void aLongNameIsShownInPart() {
    assertThatThrownBy(() -> ImageFolders.resolve("/data", "/" + "x".repeat(10_000)))
        .message()
        .hasSizeLessThan(200);
  }
}
