package dev.pancap.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write into an output folder, held by one run at a time: {@code DIR/LEASE} names the
 * holder, who counts up in it while it lives.
 *
 * <p>Whether a holder lives is not read off any clock, since clocks jump and differ: whoever wants
 * the lease watches the count, and takes over when it has stood still for as long as a live holder
 * never lets it. A dead holder on this machine is known at once by its process number.
 */
public final class OutputLease implements AutoCloseable {
  /** The lease's name in the folder. */
  public static final String FILE = "LEASE";

  private static final Logger log = LoggerFactory.getLogger(OutputLease.class);
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final SwapFile file;
  private final ScheduledExecutorService heart;
  private volatile Holding mine;
  private volatile boolean lost;

  private OutputLease(SwapFile file, Holding mine) {
    this.file = file;
    this.mine = mine;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "pancap-lease");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * How often a holder shows that it lives, and how long it may be silent.
   *
   * @param patience several beats, so that a pause is no death
   */
  public record Timing(Duration beat, Duration patience) {
    public static final Timing DEFAULT = new Timing(Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  /**
   * Who holds it.
   *
   * @param run what it does, for people: {@code build 20261122T010000Z by ann}
   * @param token tells two holdings of one process apart
   */
  public record Holder(String run, String host, long pid, String startedAt, String token) {

    /** This process. */
    public static Holder thisProcess(String run, String host, String startedAt) {
      return new Holder(
          run, host, ProcessHandle.current().pid(), startedAt, UUID.randomUUID().toString());
    }
  }

  private record Holding(Holder holder, long beats) {
    String json() {
      try {
        return JSON.writeValueAsString(this) + "\n";
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("A holding can always be written as JSON", e);
      }
    }
  }

  /**
   * Takes the lease, after watching a silent holder for as long as {@code timing} says.
   *
   * @throws OutputInUseException if another run holds it and lives
   * @throws IOException if the folder cannot be written
   */
  public static OutputLease acquire(
      String outputDir, Configuration hadoop, Holder holder, Timing timing)
      throws IOException, InterruptedException {
    SwapFile file = SwapFile.of(new Path(outputDir, FILE), hadoop);
    Holding mine = new Holding(holder, 0);
    Optional<SwapFile.Content> found = file.read();
    if (found.isPresent()) {
      watch(file, found.get(), holder, timing);
    }
    if (!file.swap(found, mine.json())) {
      throw inUse(file.read().map(SwapFile.Content::text).orElse(""));
    }
    OutputLease lease = new OutputLease(file, mine);
    long beat = timing.beat().toMillis();
    lease.heart.scheduleAtFixedRate(lease::beat, beat, beat, TimeUnit.MILLISECONDS);
    return lease;
  }

  /** Returns when the holder is dead. */
  private static void watch(SwapFile file, SwapFile.Content found, Holder self, Timing timing)
      throws IOException, InterruptedException {
    Holding other = parse(found.text());
    boolean isHere = other.holder().host().equals(self.host());
    if (isHere && ProcessHandle.of(other.holder().pid()).isEmpty()) {
      log.warn("{} was killed; its lease is taken over", other.holder().run());
      return;
    }
    long deadline = System.nanoTime() + timing.patience().toNanos();
    while (System.nanoTime() < deadline) {
      new CountDownLatch(1).await(timing.beat().toNanos(), TimeUnit.NANOSECONDS);
      Optional<SwapFile.Content> now = file.read();
      if (now.isEmpty()) {
        throw inUse(found.text());
      }
      if (!now.get().text().equals(found.text())) {
        throw inUse(now.get().text());
      }
    }
    log.warn("{} is silent; its lease is taken over", other.holder().run());
  }

  private static OutputInUseException inUse(String text) throws IOException {
    Holder holder = parse(text).holder();
    return new OutputInUseException(
        "Another run is writing there: %s on %s, process %d, since %s. Wait for it, or stop it first"
            .formatted(holder.run(), holder.host(), holder.pid(), holder.startedAt()));
  }

  private static Holding parse(String text) throws IOException {
    try {
      return JSON.readValue(text, Holding.class);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "The file LEASE in the output folder is no lease; remove it if no run is writing", e);
    }
  }

  private void beat() {
    try {
      Optional<SwapFile.Content> found = file.read();
      boolean isMine = found.isPresent() && found.get().text().equals(mine.json());
      Holding next = new Holding(mine.holder(), mine.beats() + 1);
      if (isMine && file.swap(found, next.json())) {
        mine = next;
      } else {
        lost = true;
        heart.shutdown();
      }
    } catch (IOException e) {
      // The store is away for a moment; whoever waits for the lease watches for several beats.
      log.warn("The lease could not be renewed: {}", e.toString());
    }
  }

  /**
   * To be called before anything is made visible.
   *
   * @throws IOException if another run took the lease over, because this one was silent for too
   *     long
   */
  public void check() throws IOException {
    if (lost) {
      throw new IOException(
          "Another run has taken the output folder over while this one was silent; nothing was"
              + " published");
    }
  }

  /** Gives the lease back. */
  @Override
  public void close() throws IOException {
    heart.shutdownNow();
    if (!lost) {
      file.removeIf(mine.json());
    }
  }
}
