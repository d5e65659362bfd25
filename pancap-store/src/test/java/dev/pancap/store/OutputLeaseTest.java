package dev.pancap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLeaseTest {
  private static final OutputLease.Timing QUICK =
      new OutputLease.Timing(Duration.ofMillis(20), Duration.ofMillis(400));

  @TempDir Path dir;

  private OutputLease acquire(String run, String host) throws IOException, InterruptedException {
    return acquire(run, host, QUICK);
  }

  private OutputLease acquire(String run, String host, OutputLease.Timing timing)
      throws IOException, InterruptedException {
    return OutputLease.acquire(
        dir.toString(),
        new Configuration(),
        OutputLease.Holder.thisProcess(run, host, "2026-11-22T01:00:00Z"),
        timing);
  }

  @Test
  void theSecondRunStopsWithASentenceThatNamesTheFirst() throws IOException, InterruptedException {
    try (OutputLease first = acquire("build by ann", "alpha")) {
      assertThatThrownBy(() -> acquire("build by bob", "beta"))
          .isInstanceOf(OutputInUseException.class)
          .hasMessageStartingWith("Another run is writing there: build by ann on alpha, process ")
          .hasMessageEndingWith("Wait for it, or stop it first");
      first.check();
    }
  }

  @Test
  void aLeaseThatWasGivenBackIsFree() throws IOException, InterruptedException {
    acquire("first", "alpha").close();

    try (OutputLease second = acquire("second", "beta")) {
      second.check();
    }
    assertThat(dir.resolve("LEASE")).doesNotExist();
  }

  @Test
  void aSilentHolderElsewhereIsTakenOverAndADeadOneHereAtOnce()
      throws IOException, InterruptedException {
    String silent =
        """
        {"holder":{"run":"killed","host":"%s","pid":999999999,"startedAt":"x","token":"t"},"beats":3}
        """;
    Files.writeString(dir.resolve("LEASE"), silent.formatted("elsewhere"));
    acquire("next", "here").close();
    Files.writeString(dir.resolve("LEASE"), silent.formatted("here"));
    OutputLease.Timing withoutEnd =
        new OutputLease.Timing(Duration.ofHours(1), Duration.ofHours(9));
    acquire("next", "here", withoutEnd).close();
  }

  @Test
  void whoLostTheLeasePublishesNothing() throws IOException, InterruptedException {
    try (OutputLease lease = acquire("paused", "alpha")) {
      Files.writeString(
          dir.resolve("LEASE"),
          "{\"holder\":{\"run\":\"other\",\"host\":\"b\",\"pid\":1,\"startedAt\":\"x\",\"token\":\"t\"},"
              + "\"beats\":0}\n");
      // The next beat sees it.
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () -> {
                long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                while (System.nanoTime() < deadline) {
                  lease.check();
                }
              })
          .withMessageContaining("taken the output folder over");
    }
    assertThat(dir.resolve("LEASE")).exists();
  }
}
