package dev.pancap.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A stream for Parquet's writer that has the footer say the same in every JVM. Parquet lists a
 * column's encodings in the order of a hash set of enum constants, whose hash codes differ from
 * process to process; here they are sorted, which changes no length.
 */
final class SortedFooter extends PositionOutputStream {
  /** What follows the footer: its length and the magic number. */
  private static final int TRAILER_BYTES = 8;

  private final PositionOutputStream to;
  private final ByteArrayOutputStream end = new ByteArrayOutputStream();
  private boolean atEnd;
  private boolean closed;

  SortedFooter(PositionOutputStream to) {
    this.to = to;
  }

  /**
   * From here on bytes are held back until the stream is closed: the last row group and the footer.
   */
  void beginEnd() {
    atEnd = true;
  }

  @Override
  public long getPos() throws IOException {
    return to.getPos() + end.size();
  }

  @Override
  public void write(int b) throws IOException {
    if (atEnd) {
      end.write(b);
    } else {
      to.write(b);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (atEnd) {
      end.write(bytes, offset, length);
    } else {
      to.write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (end.size() > TRAILER_BYTES) {
      byte[] bytes = end.toByteArray();
      sort(bytes);
      to.write(bytes);
    }
    to.close();
  }

  private static void sort(byte[] end) throws IOException {
    int length =
        ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - TRAILER_BYTES);
    int start = end.length - TRAILER_BYTES - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(end, start, length));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        Collections.sort(column.getMeta_data().getEncodings());
      }
    }
    ByteArrayOutputStream sorted = new ByteArrayOutputStream(length);
    Util.writeFileMetaData(footer, sorted);
    if (sorted.size() != length) {
      throw new IOException(
          "Parquet's footer has %d bytes, sorted %d".formatted(length, sorted.size()));
    }
    System.arraycopy(sorted.toByteArray(), 0, end, start, length);
  }
}
