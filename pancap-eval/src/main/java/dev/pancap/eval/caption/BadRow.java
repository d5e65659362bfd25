package dev.pancap.eval.caption;

/**
 * A row of a caption file that is left out.
 *
 * @param row counted from 1 in the file's order
 * @param imageId as the file has it, or "?" where that cannot be said
 * @param field the field that is at fault
 */
public record BadRow(String file, long row, String imageId, String field, String problem) {
  /** One line for people. */
  public String text() {
    return "%s row %d, image_id %s, field %s: %s".formatted(file, row, imageId, field, problem);
  }
}
