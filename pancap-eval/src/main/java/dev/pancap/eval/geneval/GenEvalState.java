package dev.pancap.eval.geneval;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many pictures of each task, and which prompts, came out right. States merge; the tasks keep
 * the order in which they were first seen. Not safe for use by several threads.
 */
public final class GenEvalState implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LinkedHashMap<String, Task> tasks = new LinkedHashMap<>();
  private final HashMap<String, Boolean> prompts = new HashMap<>();

  /**
   * @param prompt identifies the prompt: its metadata
   */
  public void add(String tag, String prompt, boolean isCorrect) {
    tasks.merge(tag, new Task(isCorrect ? 1 : 0, 1), Task::plus);
    prompts.merge(prompt, isCorrect, Boolean::logicalOr);
  }

  /** Takes in what the other one counted. */
  public void merge(GenEvalState other) {
    other.tasks.forEach((tag, task) -> tasks.merge(tag, task, Task::plus));
    other.prompts.forEach((prompt, any) -> prompts.merge(prompt, any, Boolean::logicalOr));
  }

  public Map<String, Task> tasks() {
    return Collections.unmodifiableMap(tasks);
  }

  /** All tasks' pictures as one task. */
  public Task images() {
    return tasks.values().stream().reduce(new Task(0, 0), Task::plus);
  }

  /** Prompts, and how many of them have a correct picture. */
  public Task prompts() {
    return new Task(prompts.values().stream().filter(any -> any).count(), prompts.size());
  }

  /** The unweighted mean of the tasks' scores, NaN without a task. */
  public double overall() {
    return tasks.values().stream().mapToDouble(Task::score).average().orElse(Double.NaN);
  }

  /** So many of so many were correct. */
  public record Task(long correct, long all) implements Serializable {
    public double score() {
      return (double) correct / all;
    }

    Task plus(Task other) {
      return new Task(correct + other.correct, all + other.all);
    }
  }
}
