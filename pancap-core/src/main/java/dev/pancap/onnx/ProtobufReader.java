package dev.pancap.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks the fields of one protobuf message. Every length is checked against the message before it
 * is used, and what is skipped is not read.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protobuf encoding</a>
 */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final ByteBuffer message;
  private int field;
  private int wireType;

  ProtobufReader(ByteBuffer message) {
    this.message = message.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Steps to the next field; false at the end of the message. */
  boolean next() throws IOException {
    if (!message.hasRemaining()) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (field <= 0) {
      throw new IOException("field number %d at byte %d".formatted(field, message.position()));
    }
    return true;
  }

  int field() {
    return field;
  }

  boolean holdsMessage() {
    return wireType == LENGTH;
  }

  boolean holdsNumber() {
    return wireType == VARINT;
  }

  /** The bytes of a length-delimited field, and steps behind it. */
  ByteBuffer bytes() throws IOException {
    long length = varint();
    if (length < 0 || length > message.remaining()) {
      throw new IOException(
          "field %d claims %d bytes at byte %d, %d are left"
              .formatted(field, length, message.position(), message.remaining()));
    }
    ByteBuffer bytes = message.slice(message.position(), (int) length);
    message.position(message.position() + (int) length);
    return bytes;
  }

  String text() throws IOException {
    return StandardCharsets.UTF_8.decode(bytes()).toString();
  }

  long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!message.hasRemaining()) {
        throw new IOException("it ends inside a number");
      }
      byte b = message.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("a number of more than 10 bytes at byte " + message.position());
  }

  void skip() throws IOException {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> skip(Long.BYTES);
      case LENGTH -> bytes();
      case FIXED32 -> skip(Integer.BYTES);
      default -> throw new IOException("field %d has wire type %d".formatted(field, wireType));
    }
  }

  private void skip(int bytes) throws IOException {
    if (bytes > message.remaining()) {
      throw new IOException("field %d is cut off".formatted(field));
    }
    message.position(message.position() + bytes);
  }
}
