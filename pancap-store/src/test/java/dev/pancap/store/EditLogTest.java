package dev.pancap.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.edit.EditRecord;
import dev.pancap.edit.EditSpans;
import dev.pancap.edit.EditTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditLogTest {
  @TempDir Path dir;

  private static EditRecord edit(String result, long at) {
    return new EditRecord(
        1,
        2,
        EditTarget.REGION_LINE,
        "A car.",
        EditSpans.between("A car.", result),
        result,
        "ann",
        at,
        "review");
  }

  private EditLog open() throws IOException {
    return EditLog.open(dir.toUri().toString(), new Configuration());
  }

  @Test
  void whatWasAppendedIsReadAgainInOrderAndNoFileIsTouchedTwice() throws IOException {
    open().append(List.of(edit("A bus.", 1)));
    Path first = onlyFile();
    byte[] bytes = Files.readAllBytes(first);
    open().append(List.of(edit("A red bus.", 2), edit("A \uD83D\uDE8C.", 3)));

    assertThat(open().read(line -> {}))
        .containsExactly(edit("A bus.", 1), edit("A red bus.", 2), edit("A \uD83D\uDE8C.", 3));
    assertThat(first).hasBinaryContent(bytes);
  }

  @Test
  void aBrokenLineIsReportedAndTheOthersCount() throws IOException {
    open().append(List.of(edit("A bus.", 1)));
    Files.writeString(dir.resolve("edits/0000000000002-x.jsonl"), "{\"image_id\":\n");
    Files.writeString(dir.resolve("edits/.0000000000003-y.tmp"), "half a li");
    List<String> bad = new ArrayList<>();

    assertThat(open().read(bad::add)).containsExactly(edit("A bus.", 1));
    assertThat(bad).singleElement().asString().contains("-x.jsonl, line 1: not an edit");
  }

  @Test
  void noEditsAreNoError() throws IOException {
    assertThat(open().read(line -> {})).isEmpty();
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(dir.resolve("edits"))) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
  }
}
