package dev.pancap.spark;

import dev.pancap.config.ConfigException;
import dev.pancap.spark.source.StoreTrouble;
import dev.pancap.store.OutputInUseException;
import dev.pancap.store.OutputLease;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;

/** Takes the lease of an output folder, and says in a sentence why it cannot be had. */
final class RunLease {
  private RunLease() {}

  /**
   * @param run what this process does there, for people: {@code build 20261122T010000Z-1a2b3c4d}
   * @throws RunFailedException if another run writes into the folder
   * @throws ConfigException if it cannot be written
   */
  static OutputLease acquire(String run, String outputDir, HadoopSettings hadoop, Clock clock)
      throws IOException {
    OutputLease.Holder holder =
        OutputLease.Holder.thisProcess(
            run, InetAddress.getLocalHost().getHostName(), clock.instant().toString());
    try {
      return OutputLease.acquire(
          outputDir, hadoop.configuration(), holder, OutputLease.Timing.DEFAULT);
    } catch (OutputInUseException e) {
      throw new RunFailedException(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("Interrupted while another run was watched");
    } catch (IOException e) {
      // The first thing that is written, before any work: what fails here is wrong with the folder.
      throw new ConfigException(
          "--out %s cannot be written: %s".formatted(outputDir, StoreTrouble.of(outputDir, e)), e);
    }
  }
}
