package dev.pancap.store;

import java.util.Set;
import org.apache.hadoop.fs.FileSystem;

/**
 * What differs between file systems and object stores: on an object store a file appears when its
 * upload ends and a rename is a copy, so what is a rename elsewhere is a plain write there.
 */
final class ObjectStores {
  private static final Set<String> SCHEMES = Set.of("s3a", "s3", "gs", "abfs", "abfss", "oss");

  private ObjectStores() {}

  static boolean isObjectStore(FileSystem files) {
    return SCHEMES.contains(files.getUri().getScheme());
  }
}
