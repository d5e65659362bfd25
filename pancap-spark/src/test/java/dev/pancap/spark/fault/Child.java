package dev.pancap.spark.fault;

import java.io.File;
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
record Child(Process process, Path said) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * With the class path and options of this JVM.
   *
   * @param said where its output goes
   * @param environment beside that of this JVM
   */
  static Child like(
      Path said, Map<String, String> environment, String mainClass, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-javaagent"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    return java(said, environment, command);
  }

  static Child java(Path said, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    File log = said.toFile();
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    process.environment().putAll(environment);
    return new Child(process.start(), said);
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

  /** Returns when the process has ended well. */
  void awaitSuccess() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("The process did not end well" + lastWords());
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(said);
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
