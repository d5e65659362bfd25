package dev.pancap.model.openai;

import dev.pancap.model.openai.ScriptedChatServer.Inspection;
import dev.pancap.model.openai.ScriptedChatServer.Reply;
import dev.pancap.model.openai.ScriptedChatServer.Script;
import dev.pancap.model.openai.ScriptedChatServer.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The obedient server in a process of its own, for checks that ask it from several processes and
 * that kill it. Every request that comes in leaves a line in a file that is appended to:
 * nanoseconds of this machine's clock, the most requests in work up to then, the request's key.
 */
public final class ScriptedServerProcess {
  private ScriptedServerProcess() {}

  /**
   * @param args the port; the file; milliseconds that an answer takes; and, if one request is to
   *     wait longer, its number from 1 and its milliseconds
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Duration usual = Duration.ofMillis(Long.parseLong(args[2]));
    int slowNumber = args.length > 3 ? Integer.parseInt(args[3]) : 0;
    Duration slow = Duration.ofMillis(args.length > 3 ? Long.parseLong(args[4]) : 0);
    CompletableFuture<ScriptedChatServer> started = new CompletableFuture<>();
    try (Writer seen =
            Files.newBufferedWriter(
                Path.of(args[1]),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        ScriptedChatServer server =
            ScriptedChatServer.start(
                new Recorded(seen, started, new Pace(usual, new AtomicInteger(slowNumber), slow)),
                Inspection.STRICT,
                Integer.parseInt(args[0]))) {
      started.complete(server);
      System.out.println(server.baseUrl());
      new CountDownLatch(1).await();
    }
  }

  /**
   * @param untilSlow requests up to the slow one, which brings it to 0
   */
  private record Pace(Duration usual, AtomicInteger untilSlow, Duration slow) {
    Duration next() {
      return untilSlow.decrementAndGet() == 0 ? slow : usual;
    }
  }

  private record Recorded(Writer seen, CompletableFuture<ScriptedChatServer> started, Pace pace)
      implements Script {
    @Override
    public Reply reply(Seen request) {
      write(
          "%d %d %s%n".formatted(System.nanoTime(), started.join().mostInFlight(), request.key()));
      return new ObedientScript().reply(request).after(pace.next());
    }

    private synchronized void write(String line) {
      try {
        seen.write(line);
        seen.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
