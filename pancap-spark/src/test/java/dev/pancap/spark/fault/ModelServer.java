package dev.pancap.spark.fault;

import dev.pancap.model.openai.ScriptedServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The scripted model server in a process of its own; it notes which requests came in. */
record ModelServer(Child process, int port, Path seen) implements AutoCloseable {
  private static final int ANSWER_MILLIS = 100;

  /** Returns when it listens. What came in before, to the same file, stays there. */
  static ModelServer start(int port, Path seen) throws IOException, InterruptedException {
    Child process =
        Child.like(
            Child.Streams.together(seen.resolveSibling(seen.getFileName() + "-server.log")),
            Map.of(),
            List.of(
                ScriptedServerProcess.class.getName(),
                String.valueOf(port),
                seen.toString(),
                String.valueOf(ANSWER_MILLIS)));
    return new ModelServer(process.listening(port), port, seen);
  }

  /** Settings of builds that ask it. */
  String[] settings(int inFlight, String giveUpAfter) {
    return new String[] {
      "model.engine=openai",
      "model.openai.base-url=http://localhost:" + port,
      "model.openai.model=scripted-vlm",
      "model.openai.max-in-flight=" + inFlight,
      "model.openai.max-retry-delay=PT1S",
      "model.openai.give-up-after=" + giveUpAfter,
      "run.journal-flush=PT0.1S",
      "release.rows-per-file=2",
    };
  }

  /** The keys of the requests that came in, in order. */
  List<String> keys() {
    if (!Files.exists(seen)) {
      return List.of();
    }
    List<String> keys = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(seen)) {
        keys.add(line.split(" ")[2]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keys;
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
