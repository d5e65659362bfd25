package dev.pancap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.journal.JournalEntry;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.Round;
import dev.pancap.model.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {
  private static final long SEED = 11;
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC);

  private final Configuration hadoop = new Configuration();

  private static JournalEntry entry(int number) {
    return new JournalEntry(
        "key" + number,
        number,
        Round.DESCRIBE,
        number % 3,
        new ModelAnswer(
            "1: Car - a line\nwith \"quotes\" and \uD83D\uDE97 " + number,
            ModelAnswer.Finish.STOP,
            new TokenUsage(1, 2, 3, 4, 5),
            "describer",
            7),
        1_700_000_000_000L + number);
  }

  private static byte[] file(int entries) throws IOException {
    List<JournalEntry> list = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      list.add(entry(i));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JournalFile.write(list, bytes);
    return bytes.toByteArray();
  }

  @Test
  void aFileThatIsCutAnywhereIsNotTrusted() throws IOException {
    byte[] whole = file(3);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> JournalFile.read("cut", new ByteArrayInputStream(cut)))
          .as("cut at %d of %d", length, whole.length)
          .isInstanceOf(CorruptJournalException.class)
          .hasMessageStartingWith("journal file cut is not usable: ");
    }
    assertThat(JournalFile.read("whole", new ByteArrayInputStream(whole))).hasSize(3);
  }

  @Test
  void aFlippedBitIsNoticedOrChangesNothing() throws IOException {
    byte[] whole = file(3);
    List<JournalEntry> entries = JournalFile.read("whole", new ByteArrayInputStream(whole));
    SplittableRandom random = new SplittableRandom(SEED);
    int noticed = 0;
    for (int round = 0; round < 2000; round++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(JournalFile.read("flipped", new ByteArrayInputStream(flipped)))
            .as("seed %d, round %d", SEED, round)
            .isEqualTo(entries);
      } catch (CorruptJournalException e) {
        noticed++;
      }
    }
    assertThat(noticed).isGreaterThan(1800);
  }

  @Test
  void whatWasAppendedIsReadAndHalfWrittenFilesAreNotSeen(@TempDir Path dir) throws IOException {
    String out = dir.toUri().toString();
    try (JournalWriter writer = JournalWriter.open(out, hadoop, CLOCK, 60_000)) {
      writer.append(entry(1));
      writer.append(entry(2));
      assertThat(JournalReader.files(out, hadoop)).isEmpty();
      writer.flush();
      writer.append(entry(3));
    }
    Files.write(dir.resolve("journal/_half.tmp"), new byte[] {31, (byte) 139});

    List<JournalEntry> read = new ArrayList<>();
    for (String file : JournalReader.files(out, hadoop)) {
      read.addAll(JournalReader.read(file, hadoop));
    }
    assertThat(read).containsExactlyInAnyOrder(entry(1), entry(2), entry(3));
  }

  @Test
  void theFilesOfOneAuthorAreToldFromAllOthers(@TempDir Path dir) throws IOException {
    String out = dir.toUri().toString();
    for (String author : List.of("", "run-1-t1", "run-1-t11", "run-2-t1")) {
      try (JournalWriter writer =
          JournalWriter.open(out, hadoop, CLOCK, new JournalWriter.Habit(60_000, author))) {
        writer.append(entry(author.length()));
      }
    }

    assertThat(JournalReader.files(out, hadoop)).hasSize(4);
    List<String> files = JournalReader.filesOf("run-1-t1", out, hadoop);
    assertThat(files).hasSize(1);
    assertThat(JournalReader.read(files.get(0), hadoop)).containsExactly(entry(8));
    assertThat(JournalReader.filesOf("run-3-t1", out, hadoop)).isEmpty();
    assertThatThrownBy(() -> JournalReader.filesOf("../run", out, hadoop))
        .hasMessage("Not fit for a file's name: ../run");
  }

  @Test
  void compactingKeepsEveryAnswerOnceAndLeavesCorruptFilesAlone(@TempDir Path dir)
      throws IOException {
    String out = dir.toUri().toString();
    for (int file = 0; file < 5; file++) {
      try (JournalWriter writer = JournalWriter.open(out, hadoop, CLOCK, 60_000)) {
        writer.append(entry(file));
        writer.append(entry(file + 1));
      }
    }
    Path corrupt = dir.resolve("journal/9-corrupt.jsonl.gz");
    Files.write(corrupt, new byte[] {31, (byte) 139, 8});
    JournalMaintenance journal = new JournalMaintenance(out, hadoop);

    JournalMaintenance.Compaction done = journal.compact(CLOCK);

    assertThat(done.filesBefore()).isEqualTo(6);
    assertThat(done.filesAfter()).isEqualTo(2);
    assertThat(done.entries()).isEqualTo(6);
    assertThat(done.corrupt()).singleElement().asString().contains("9-corrupt");
    assertThat(corrupt).exists();
    assertThat(journal.read().keys()).isEqualTo(6);
    assertThat(journal.read().tokens().promptTokens()).isEqualTo(6);
  }

  @Test
  void entriesGoOutWhenTheyHaveWaitedLongEnough(@TempDir Path dir) throws IOException {
    String out = dir.toUri().toString();
    try (JournalWriter writer = JournalWriter.open(out, hadoop, CLOCK, 0)) {
      writer.append(entry(1));
      assertThat(JournalReader.files(out, hadoop)).hasSize(1);
    }
  }
}
