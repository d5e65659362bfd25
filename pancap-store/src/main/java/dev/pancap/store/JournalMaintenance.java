package dev.pancap.store;

import dev.pancap.journal.JournalEntry;
import dev.pancap.model.Round;
import dev.pancap.model.TokenUsage;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Looks after the journal: counts it, checks it, and puts its many small files together. */
public final class JournalMaintenance {
  private final String outputDir;
  private final Configuration hadoop;

  public JournalMaintenance(String outputDir, Configuration hadoop) {
    this.outputDir = outputDir;
    this.hadoop = hadoop;
  }

  /**
   * What the journal holds.
   *
   * @param entries all stored answers, repeated ones included
   * @param keys different requests
   * @param answers different requests by round
   * @param corrupt one line a file that cannot be used
   */
  public record Contents(
      int files,
      long entries,
      long keys,
      Map<Round, Long> answers,
      TokenUsage tokens,
      List<String> corrupt) {}

  /** What compacting did. */
  public record Compaction(int filesBefore, int filesAfter, long entries, List<String> corrupt) {}

  /**
   * Reads every file. The keys are held in memory: some 100 bytes an answer.
   *
   * @throws IOException if a file cannot be read for another reason than being corrupt
   */
  public Contents read() throws IOException {
    List<String> files = JournalReader.files(outputDir, hadoop);
    Set<String> keys = new HashSet<>();
    Map<Round, Long> answers = new EnumMap<>(Round.class);
    List<String> corrupt = new ArrayList<>();
    TokenUsage tokens = TokenUsage.NONE;
    long entries = 0;
    for (String file : files) {
      for (JournalEntry entry : readOrReport(file, corrupt)) {
        entries++;
        if (keys.add(entry.key())) {
          answers.merge(entry.round(), 1L, Long::sum);
          tokens = tokens.plus(entry.answer().usage());
        }
      }
    }
    return new Contents(files.size(), entries, keys.size(), answers, tokens, corrupt);
  }

  /**
   * Writes the different answers into few files and then removes the files that they came from.
   * Killed at any point it leaves answers twice, which is harmless, and none less. Corrupt files
   * stay where they are.
   *
   * @throws IOException if the journal cannot be read or written
   */
  public Compaction compact(Clock clock) throws IOException {
    List<String> files = JournalReader.files(outputDir, hadoop);
    List<String> corrupt = new ArrayList<>();
    List<String> merged = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    try (JournalWriter writer =
        JournalWriter.open(outputDir, hadoop, clock, /* flushAfterMillis= */ Long.MAX_VALUE)) {
      for (String file : files) {
        int before = corrupt.size();
        for (JournalEntry entry : readOrReport(file, corrupt)) {
          if (keys.add(entry.key())) {
            writer.append(entry);
          }
        }
        if (corrupt.size() == before) {
          merged.add(file);
        }
      }
    }
    FileSystem system = new Path(outputDir).getFileSystem(hadoop);
    for (String file : merged) {
      system.delete(new Path(file), /* recursive= */ false);
    }
    return new Compaction(
        files.size(), JournalReader.files(outputDir, hadoop).size(), keys.size(), corrupt);
  }

  private List<JournalEntry> readOrReport(String file, List<String> corrupt) throws IOException {
    try {
      return JournalReader.read(file, hadoop);
    } catch (CorruptJournalException e) {
      corrupt.add(String.valueOf(e.getMessage()));
      return List.of();
    }
  }
}
