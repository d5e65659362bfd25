package dev.pancap.spark.segment;

import dev.pancap.panoptic.CategoryTable;
import dev.pancap.segment.SegmentConfig;
import dev.pancap.segment.SegmentationModel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The networks of this JVM, one for each folder and settings, shared by its tasks and never closed:
 * weights are loaded once.
 */
final class SegmentationModels {
  private static final ConcurrentMap<Key, SegmentationModel> MODELS = new ConcurrentHashMap<>();

  private SegmentationModels() {}

  private record Key(String folder, SegmentConfig config) {}

  static SegmentationModel model(String folder, SegmentConfig config) {
    return MODELS.computeIfAbsent(
        new Key(folder, config),
        key -> SegmentationModel.open(key.folder(), key.config(), CategoryTable.coco()));
  }
}
