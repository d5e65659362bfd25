package dev.pancap.eval.report;

/**
 * The slides' classes of images by their number of annotated masks. The slides leave 15 and 25
 * themselves open; here both belong to the middle.
 */
public enum MaskBucket {
  FEW("fewer than 15 masks"),
  SOME("15 to 25 masks"),
  MANY("more than 25 masks");

  private final String title;

  MaskBucket(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  public static MaskBucket of(int masks) {
    if (masks < 15) {
      return FEW;
    }
    return masks <= 25 ? SOME : MANY;
  }
}
