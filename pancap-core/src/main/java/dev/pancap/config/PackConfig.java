package dev.pancap.config;

import java.io.Serializable;

/**
 * How {@code pancap pack} lays out its files.
 *
 * @param shardBytes about how large a file is at most; where there are several, each has more than
 *     half of it
 * @param rowGroupBytes about how much of a file is read and held at a time
 */
public record PackConfig(long shardBytes, long rowGroupBytes) implements Serializable {
  private static final long LEAST_BYTES = 1 << 10;

  public PackConfig {
    ConfigException.check(
        rowGroupBytes >= LEAST_BYTES,
        "pack.row-group-bytes must be at least %d: %d",
        LEAST_BYTES,
        rowGroupBytes);
    ConfigException.check(
        shardBytes >= rowGroupBytes,
        "pack.shard-bytes must be at least pack.row-group-bytes, %d: %d",
        rowGroupBytes,
        shardBytes);
  }
}
