package dev.pancap.image;

import java.io.Serializable;

/** Width and height of a picture or mask in pixels, as its header declares them. */
public record ImageSize(int width, int height) implements Serializable {
  public long pixels() {
    return (long) width * height;
  }

  @Override
  public String toString() {
    return width + " x " + height;
  }
}
