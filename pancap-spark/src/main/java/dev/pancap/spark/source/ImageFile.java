package dev.pancap.spark.source;

import dev.pancap.panoptic.Sha256;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.store.seen.FileStamp;
import dev.pancap.store.seen.SeenFile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A picture's or a mask's file as it was read, or the reason why it cannot be used. */
public final class ImageFile {
  private final SeenFile seen;
  private final byte @Nullable [] content;
  private final @Nullable BadRecordException fault;

  private ImageFile(SeenFile seen, byte @Nullable [] content, @Nullable BadRecordException fault) {
    this.seen = seen;
    this.content = content;
    this.fault = fault;
  }

  /**
   * @param stamp taken before the content was read
   */
  static ImageFile of(String path, FileStamp stamp, byte[] content) {
    return new ImageFile(new SeenFile(path, stamp, Sha256.of(content)), content, null);
  }

  static ImageFile unusable(String path, FileStamp stamp, BadRecordException fault) {
    return new ImageFile(new SeenFile(path, stamp, ""), null, fault);
  }

  /** How the next run knows it again. */
  public SeenFile seen() {
    return seen;
  }

  /**
   * What is in it.
   *
   * @throws BadRecordException if it cannot be used
   */
  public byte[] content() {
    if (content == null) {
      throw fault().orElseThrow();
    }
    return content;
  }

  /** Why it cannot be used, or empty if it can. */
  public Optional<BadRecordException> fault() {
    return Optional.ofNullable(fault);
  }
}
