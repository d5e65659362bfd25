package dev.pancap.eval.gcg;

import dev.pancap.mask.RunLengths;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one category in one image, as COCO's evaluation sees them.
 *
 * @param truth in file order
 * @param detections in file order
 */
public record CocoObjects(List<Truth> truth, List<Detection> detections) {
  public CocoObjects {
    truth = List.copyOf(truth);
    detections = List.copyOf(detections);
  }

  /**
   * A true object.
   *
   * @param id the annotation's; COCO's evaluation takes the id 0 for no match
   * @param areaPixels as annotated
   * @param mask null where boxes are compared
   * @param box {@code [x, y, width, height]}
   */
  public record Truth(
      long id, double areaPixels, boolean isCrowd, @Nullable RunLengths mask, double[] box) {}

  /**
   * A detected object.
   *
   * @param areaPixels counted
   * @param mask null where boxes are compared
   * @param box {@code [x, y, width, height]}
   */
  public record Detection(
      double score, double areaPixels, @Nullable RunLengths mask, double[] box) {}

  /** The IoU of a detection and a true object; with a crowd, the detection's share in it. */
  static double iou(Detection detection, Truth truth) {
    if (detection.mask != null && truth.mask != null) {
      return truth.isCrowd
          ? detection.mask.iouWithCrowd(truth.mask)
          : detection.mask.iou(truth.mask);
    }
    double[] d = detection.box;
    double[] g = truth.box;
    double width = Math.min(d[0] + d[2], g[0] + g[2]) - Math.max(d[0], g[0]);
    double height = Math.min(d[1] + d[3], g[1] + g[3]) - Math.max(d[1], g[1]);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double both = width * height;
    double area = d[2] * d[3];
    return both / (truth.isCrowd ? area : area + g[2] * g[3] - both);
  }
}
