package dev.pancap.store.pack;

import java.io.Serializable;

/** A row of a pack: the two files of an image. */
public record PackedImage(long imageId, PackedFile picture, PackedFile mask)
    implements Serializable {

  /** Bytes of both contents. */
  public long contentBytes() {
    return bytes(picture) + bytes(mask);
  }

  private static long bytes(PackedFile file) {
    return file.content() == null ? 0 : file.content().length;
  }
}
