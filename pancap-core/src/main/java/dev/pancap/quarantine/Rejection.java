package dev.pancap.quarantine;

import java.io.Serializable;

/**
 * An image that fell out.
 *
 * @param stage the stage's verb: read, prepare, describe, compose
 */
public record Rejection(long imageId, String fileName, String stage, Reason reason, String detail)
    implements Serializable {

  public static Rejection of(long imageId, String fileName, String stage, BadRecordException e) {
    return new Rejection(imageId, fileName, stage, e.reason(), String.valueOf(e.getMessage()));
  }
}
