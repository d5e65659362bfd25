package dev.pancap.store;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Why a person should look at an image.
 *
 * @param rule the rule's stable name
 * @param detail the evidence, for people
 * @param mark the region that it is about, or null for the whole image
 * @param text which text says it: {@code line}, {@code caption}, or {@code region} where none does
 * @param start where it stands in that text (for a caption the plain one), in code points, or -1
 * @param end exclusive, or -1
 */
public record ImageFlag(
    String rule, String detail, @Nullable Integer mark, String text, int start, int end)
    implements Serializable {

  /** A flag that no stretch of a text shows. */
  public ImageFlag(String rule, String detail, @Nullable Integer mark) {
    this(rule, detail, mark, "region", -1, -1);
  }
}
