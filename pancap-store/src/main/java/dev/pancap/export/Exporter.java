package dev.pancap.export;

import dev.pancap.store.ReleaseRow;
import java.io.Closeable;
import java.io.IOException;

/** Writes the rows of one part of a release in one format. */
interface Exporter extends Closeable {
  void write(ReleaseRow row, PartWriter to) throws IOException;

  @Override
  default void close() throws IOException {}
}
