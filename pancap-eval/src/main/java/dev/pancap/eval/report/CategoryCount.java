package dev.pancap.eval.report;

import java.io.Serializable;

/**
 * How often a category occurs.
 *
 * @param images images with at least one mask of it
 */
public record CategoryCount(boolean isThing, long images, long masks, long mentionedMasks)
    implements Serializable {

  CategoryCount plus(CategoryCount other) {
    return new CategoryCount(
        isThing, images + other.images, masks + other.masks, mentionedMasks + other.mentionedMasks);
  }
}
