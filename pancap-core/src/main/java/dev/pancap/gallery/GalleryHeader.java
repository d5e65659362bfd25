package dev.pancap.gallery;

import java.util.List;

/**
 * What stands on top of a gallery.
 *
 * @param title the release's name
 * @param subtitle how the pictures below were chosen, in a sentence; may be empty
 * @param figures the release's figures, in order
 */
public record GalleryHeader(String title, String subtitle, List<Figure> figures) {
  public GalleryHeader {
    figures = List.copyOf(figures);
  }

  /** One figure, such as {@code 198} {@code published}. */
  public record Figure(String label, String value) {}
}
