package dev.pancap.caption;

import java.io.Serializable;

/** What round 1 says of one region: {@code mark: category - description}. */
public record RegionLine(int mark, String category, String description) implements Serializable {

  /** The line as it is written in prompts: {@code 3: Car - A red car by the kerb.} */
  public String text() {
    return mark + ": " + category + " - " + description;
  }
}
