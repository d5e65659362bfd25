package dev.pancap.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and sums what is written through it. */
final class SummedOutput extends FilterOutputStream {
  private final MessageDigest digest = sha256Digest();
  private long bytes;
  private boolean closed;
  private String sum = "";

  SummedOutput(OutputStream to) {
    super(to);
  }

  static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    out.write(from, offset, length);
    digest.update(from, offset, length);
    bytes += length;
  }

  long bytes() {
    return bytes;
  }

  /** Of all bytes; to be asked once the stream is closed. */
  String sha256() {
    return sum;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      super.close();
      sum = HexFormat.of().formatHex(digest.digest());
    }
  }
}
