package dev.pancap.eval.panoptic;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the sums of one category as the golden files write them. */
final class GoldenSums {
  private GoldenSums() {}

  static ClassSums of(JsonNode row) {
    JsonNode iou = row.get("iou_sum");
    return new ClassSums(
        iou.isTextual() ? Double.POSITIVE_INFINITY : iou.doubleValue(),
        row.get("tp").longValue(),
        row.get("fp").longValue(),
        row.get("fn").longValue());
  }
}
