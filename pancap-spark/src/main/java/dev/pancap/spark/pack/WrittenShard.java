package dev.pancap.spark.pack;

import dev.pancap.store.pack.PackManifest;
import java.io.Serializable;
import java.util.Map;

/**
 * A shard that was written and read back.
 *
 * @param faults files that could not be packed, by reason
 */
public record WrittenShard(PackManifest.Shard shard, Map<String, Long> faults)
    implements Serializable {}
