package dev.pancap.spark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.journal.JournalEntry;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.Round;
import dev.pancap.model.TokenUsage;
import dev.pancap.store.JournalReader;
import dev.pancap.store.JournalWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskJournalTest {
  @TempDir private Path folder;

  private static JournalEntry entry(long imageId, String key, String text, long at) {
    ModelAnswer answer =
        new ModelAnswer(text, ModelAnswer.Finish.STOP, new TokenUsage(10, 0, 0, 2, 0), "model", 1);
    return new JournalEntry(key, imageId, Round.DESCRIBE, 0, answer, at);
  }

  private TaskJournal journal() throws IOException {
    return new TaskJournal(
        JournalWriter.open(
            folder.toString(), new Configuration(), Clock.systemUTC(), Long.MAX_VALUE));
  }

  @Test
  void ofTwoAnswersUnderOneKeyTheFirstCountsInEveryRun() throws IOException {
    try (TaskJournal journal = journal()) {
      journal.open(7, List.of(entry(7, "k", "late", 2), entry(7, "k", "early", 1)));

      assertThat(journal.find(7, "k").text()).isEqualTo("early");
      assertThat(journal.find(7, "other")).isNull();
      assertThat(journal.find(8, "k")).isNull();
      assertThat(journal.close(7)).isEqualTo(new TaskJournal.Tally(0, 1, TokenUsage.NONE));
    }
  }

  @Test
  void whatIsAppendedIsFoundCountedAndStoredAtTheEndOfTheTask() throws IOException {
    TaskJournal journal = journal();
    journal.open(7, List.of());
    journal.append(entry(7, "k", "new", 1));

    assertThat(journal.find(7, "k").text()).isEqualTo("new");
    assertThat(journal.close(7).requests()).isEqualTo(1);
    assertThat(JournalReader.files(folder.toString(), new Configuration())).isEmpty();
    journal.close();

    assertThat(JournalReader.files(folder.toString(), new Configuration())).hasSize(1);
  }

  @Test
  void whatAnEarlierAttemptAtTheTaskStoredIsFoundAndCountedAsAskedByThisRun() throws IOException {
    JournalWriter writer =
        JournalWriter.open(
            folder.toString(), new Configuration(), Clock.systemUTC(), Long.MAX_VALUE);
    List<JournalEntry> earlier =
        List.of(entry(7, "k", "second", 2), entry(7, "k", "first", 1), entry(8, "l", "other", 1));
    try (TaskJournal journal = new TaskJournal(writer, earlier)) {
      journal.open(7, List.of(entry(7, "old", "of another run", 0)));

      assertThat(journal.find(7, "k").text()).isEqualTo("first");
      assertThat(journal.find(7, "k").text()).isEqualTo("first");
      assertThat(journal.find(7, "old").text()).isEqualTo("of another run");
      assertThat(journal.find(7, "l")).isNull();
      assertThat(journal.close(7))
          .as("paid for once in this run, however often it is looked up")
          .isEqualTo(new TaskJournal.Tally(1, 2, new TokenUsage(10, 0, 0, 2, 0)));
    }
  }

  @Test
  void anAnswerThatComesAfterTheTasksEndIsKept() throws IOException {
    TaskJournal journal = journal();
    journal.close();
    journal.append(entry(7, "k", "late", 1));

    assertThat(JournalReader.files(folder.toString(), new Configuration())).hasSize(1);
  }

  @Test
  void aTaskIsDoneOnlyWhenTheLastImageThatItBeganIsDone() throws IOException {
    AtomicInteger told = new AtomicInteger();
    TaskJournal journal = journal();
    journal.whenDone(told::incrementAndGet);
    journal.open(7, List.of());
    journal.open(8, List.of());
    journal.close(7);
    journal.close();
    assertThat(told).as("an answer for image 8 is on its way").hasValue(0);

    journal.append(entry(8, "k", "late", 1));
    journal.close(8);

    assertThat(told).hasValue(1);
    assertThat(JournalReader.files(folder.toString(), new Configuration())).hasSize(1);
  }

  @Test
  void aTaskThatBeganNothingIsDoneWhenItEnds() throws IOException {
    AtomicInteger told = new AtomicInteger();
    TaskJournal journal = journal();
    journal.whenDone(told::incrementAndGet);
    assertThat(told).hasValue(0);
    journal.close();
    assertThat(told).hasValue(1);
  }
}
