package dev.pancap.spark.command;

import dev.pancap.eval.work.OrderedWork;
import dev.pancap.eval.work.WorkOnThreads;
import dev.pancap.spark.SparkSessions;
import dev.pancap.spark.evaluate.OrderedTasks;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every evaluation that can also run as Spark jobs: a mixin. */
public final class SparkOptions {
  @Option(
      names = "--spark",
      description = {
        "Compute with Spark's tasks, on a cluster under spark-submit. The digits are the",
        "same; paths must be there on every machine."
      })
  private boolean asked;

  @Mixin private MasterOption master;

  boolean isAsked() {
    return asked;
  }

  SparkSessions.Session open() {
    return master.open();
  }

  /** Evaluates in Spark's tasks where they are asked for, else on threads of this JVM. */
  <T> T evaluate(int threads, Function<OrderedWork, T> evaluation) {
    if (!asked) {
      return evaluation.apply(new WorkOnThreads(threads));
    }
    try (SparkSessions.Session session = open()) {
      return evaluation.apply(new OrderedTasks(session.spark()));
    }
  }
}
