package dev.pancap.panoptic;

import java.io.Serializable;

/**
 * One class of the panoptic vocabulary.
 *
 * @param name the published name, such as {@code tree-merged}
 * @param isThing a thing is counted (person, car), stuff is not (sky, grass)
 */
public record Category(int id, String name, String supercategory, boolean isThing)
    implements Serializable {

  /** The name as a person writes it: without {@code -merged}, {@code -other} and {@code -stuff}. */
  public String displayName() {
    String plain = name;
    for (String suffix : new String[] {"-merged", "-other", "-stuff"}) {
      if (plain.endsWith(suffix)) {
        plain = plain.substring(0, plain.length() - suffix.length());
      }
    }
    return plain.replace('-', ' ');
  }
}
