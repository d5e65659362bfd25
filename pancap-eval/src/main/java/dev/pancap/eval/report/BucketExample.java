package dev.pancap.eval.report;

import java.io.Serializable;

/**
 * An image that stands for its bucket: one whose caption names as many of its masks as possible.
 */
public record BucketExample(ReportedImage image) implements Serializable {

  /** The better example of two: more of its masks named, then more words, then the smaller id. */
  BucketExample better(BucketExample other) {
    int order = Double.compare(share(), other.share());
    if (order == 0) {
      order = Integer.compare(words(), other.words());
    }
    if (order == 0) {
      order = other.image.imageId().compareTo(image.imageId());
    }
    return order >= 0 ? this : other;
  }

  private double share() {
    return (double) image.mentionedMasks() / Math.max(1, image.masks().size());
  }

  private int words() {
    return image.captions().stream().mapToInt(String::length).sum();
  }
}
