package dev.pancap.spark.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.audit.AuditedMask;
import dev.pancap.audit.AuditedMask.State;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.RunLengths;
import dev.pancap.quarantine.BadRecordException;
import java.util.ArrayList;
import java.util.List;

/** Masks in JSON: COCO's run lengths, compressed or not, or polygons. */
final class JsonMasks {
  private final List<Integer> without = new ArrayList<>();
  private int masks;
  private String unreadable = "";

  /** Takes a mask in; its id is the one that tags use. */
  void add(int id, JsonNode mask) {
    masks++;
    try {
      if (isEmpty(mask)) {
        without.add(id);
      }
    } catch (BadRecordException e) {
      unreadable = "mask %d: %s".formatted(id, e.getMessage());
    }
  }

  private static boolean isEmpty(JsonNode mask) {
    JsonNode counts = mask.path("counts");
    if (counts.isMissingNode() || counts.isNull()) {
      // Polygons: a list of them, or an object that has one.
      return mask.isEmpty();
    }
    int height = mask.path("size").path(0).asInt();
    int width = mask.path("size").path(1).asInt();
    if (counts.isTextual()) {
      return CompressedRunLengths.decode(counts.asText(), width, height).areaPixels() == 0;
    }
    List<Integer> runs = new ArrayList<>();
    counts.forEach(run -> runs.add(run.asInt()));
    return RunLengths.of(width, height, runs).areaPixels() == 0;
  }

  AuditedMask found() {
    if (!unreadable.isEmpty()) {
      return AuditedMask.of(State.UNREADABLE, unreadable);
    }
    return masks > 0 && without.size() == masks
        ? AuditedMask.of(State.EMPTY, "no mask has a pixel")
        : new AuditedMask(State.THERE, without, "");
  }
}
