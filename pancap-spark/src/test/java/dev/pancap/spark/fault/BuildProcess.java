package dev.pancap.spark.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.spark.PancapCommand;
import dev.pancap.spark.stage.SlowBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A build in a process of its own, as a user starts one: something around it breaks, or it is
 * killed.
 *
 * @param folder what it says and asks for, file by file
 */
record BuildProcess(Child child, Path folder) implements AutoCloseable {
  private static final Path LOGGING =
      Path.of("..", "conf", "log4j2.properties").toAbsolutePath().normalize();
  private static final String SUMMARY = "summary.json";
  private static final String ASKED = "asked";

  /** How a build is started: on two cores of this machine, unless something else is said. */
  static final class Launch {
    private final Builds builds;
    private final List<String> arguments;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String master = "local[2]";
    private boolean slow;

    Launch(Builds builds, List<String> arguments) {
      this.builds = builds;
      this.arguments = arguments;
    }

    Launch master(String url) {
      master = url;
      return this;
    }

    /** Options of the JVM beside those of this one. */
    Launch options(List<String> others) {
      options.addAll(others);
      return this;
    }

    /** Variables beside those of this process. */
    Launch environment(Map<String, String> others) {
      environment.putAll(others);
      return this;
    }

    /** With the describer taking its time, and each question noted. */
    Launch slowly() {
      slow = true;
      return this;
    }

    BuildProcess start() throws IOException {
      Path folder = Files.createTempDirectory(builds.pictures().getParent(), "process");
      List<String> command = new ArrayList<>(options);
      command.add("-Dlog4j2.configurationFile=" + LOGGING);
      command.add((slow ? SlowBuild.class : PancapCommand.class).getName());
      if (slow) {
        command.add(folder.resolve(ASKED).toString());
      }
      command.addAll(arguments);
      command.addAll(List.of("--master", master));
      Child.Streams streams = new Child.Streams(folder.resolve(SUMMARY), folder.resolve("said"));
      return new BuildProcess(Child.like(streams, environment, command), folder);
    }
  }

  /** Returns when the condition holds; fails where the build ends before it does. */
  void await(BooleanSupplier condition) throws InterruptedException {
    child.await(condition);
  }

  /** Waits for so long, and says whether the build still runs then. */
  boolean runsOnFor(Duration time) throws InterruptedException {
    return child.runsOnFor(time);
  }

  /** Returns when the build has ended by itself. */
  Builds.Run end() throws InterruptedException {
    int exitCode = child.exitCode();
    try {
      return Builds.Run.of(
          exitCode,
          Files.readString(child.streams().err()),
          Files.readString(child.streams().out()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a slow build asked so far, a line a question. */
  List<String> asked() {
    try {
      Path file = folder.resolve(ASKED);
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    child.kill();
  }

  /** As {@code kill -9}, to the only process that the driver started. */
  void killExecutor() {
    List<ProcessHandle> executors = child.process().children().toList();
    assertThat(executors).as("executors").hasSize(1);
    executors.get(0).destroyForcibly();
    executors.get(0).onExit().join();
  }

  @Override
  public void close() {
    child.close();
  }
}
