package dev.pancap.journal;

import dev.pancap.model.ModelAnswer;
import org.jspecify.annotations.Nullable;

/**
 * Answers by key. An entry that is appended twice is harmless. Safe for use by several threads:
 * answers come back on the model's threads.
 */
public interface AnswerJournal {

  /** The answer to the request with this key, or null if none is stored. */
  @Nullable ModelAnswer find(long imageId, String key);

  /** Stores an answer; it is durable within seconds, and when the task that asked has ended. */
  void append(JournalEntry entry);
}
