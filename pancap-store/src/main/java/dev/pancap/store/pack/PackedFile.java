package dev.pancap.store.pack;

import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A picture or a mask in a pack, or the reason why it is not in it.
 *
 * @param name as its annotation has it
 * @param length in bytes when it was packed; -1 where there was no file
 * @param sha256 of its content in hexadecimal digits; empty where it could not be packed
 * @param fault why it could not be packed, else null
 * @param detail what was expected and what was found, else null
 * @param content null where it could not be packed or was not asked for
 */
public record PackedFile(
    String name,
    long length,
    String sha256,
    @Nullable Reason fault,
    @Nullable String detail,
    byte @Nullable [] content)
    implements Serializable {
  public PackedFile {
    if ((fault == null) == sha256.isEmpty()) {
      throw new IllegalArgumentException("A packed file has a sum or a fault: " + name);
    }
  }

  /** A file with its content. */
  public static PackedFile of(String name, String sha256, byte[] content) {
    return new PackedFile(name, content.length, sha256, null, null, content);
  }

  /** A file that could not be packed. */
  @SuppressWarnings("NullAway") // An array that may be null is not understood in a record.
  public static PackedFile unusable(String name, long length, BadRecordException fault) {
    return new PackedFile(
        name, length, "", fault.reason(), String.valueOf(fault.getMessage()), null);
  }
}
