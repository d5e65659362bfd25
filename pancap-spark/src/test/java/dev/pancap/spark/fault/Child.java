package dev.pancap.spark.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A Java process of a test's; killed as {@code kill -9} does. */
record Child(Process process, Streams streams) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The files that get what a process says; what is there already stays. */
  record Streams(Path out, Path err) {
    static Streams together(Path said) {
      return new Streams(said, said);
    }
  }

  /**
   * With the class path and options of this JVM.
   *
   * @param environment beside that of this JVM
   * @param command more options, the main class and its arguments
   */
  static Child like(Streams streams, Map<String, String> environment, List<String> command)
      throws IOException {
    List<String> all = new ArrayList<>();
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-javaagent"))
        .forEach(all::add);
    all.addAll(List.of("-cp", System.getProperty("java.class.path")));
    all.addAll(command);
    return java(streams, environment, all);
  }

  static Child java(Streams streams, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(streams.out().toFile()));
    if (streams.out().equals(streams.err())) {
      process.redirectErrorStream(true);
    } else {
      process.redirectError(ProcessBuilder.Redirect.appendTo(streams.err().toFile()));
    }
    process.environment().putAll(environment);
    return new Child(process.start(), streams);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns when the process listens. */
  Child listening(int port) throws InterruptedException {
    await(
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
          } catch (IOException e) {
            return false;
          }
        });
    return this;
  }

  /** Returns when the condition holds; fails where the process ends before it does. */
  void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("The process ended by itself" + lastWords());
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Nothing came of it in " + PATIENCE + lastWords());
      }
    }
  }

  /** Waits for so long, and says whether the process still runs then. */
  boolean runsOnFor(Duration time) throws InterruptedException {
    return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns when the process has ended by itself. */
  int exitCode() throws InterruptedException {
    if (runsOnFor(PATIENCE)) {
      throw new AssertionError("The process has not ended in " + PATIENCE + lastWords());
    }
    return process.exitValue();
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(streams.err());
      return lines.stream()
          .skip(Math.max(0, lines.size() - 20))
          .collect(Collectors.joining("\n", ":\n", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
