package dev.pancap.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Content keys: SHA-256 over named parts. Each name and value is preceded by its length, so no two
 * lists of parts are hashed as the same bytes.
 */
public final class RequestKey {
  private final MessageDigest digest;

  private RequestKey() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  public static RequestKey start() {
    return new RequestKey();
  }

  public RequestKey with(String name, String value) {
    return with(name, value.getBytes(StandardCharsets.UTF_8));
  }

  public RequestKey with(String name, long value) {
    return with(name, Long.toString(value));
  }

  public RequestKey with(String name, byte[] value) {
    add(name.getBytes(StandardCharsets.UTF_8));
    add(value);
    return this;
  }

  /** The key as 64 hexadecimal digits. No part can be added afterwards. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void add(byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
