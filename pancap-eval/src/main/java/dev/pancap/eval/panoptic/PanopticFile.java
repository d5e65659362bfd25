package dev.pancap.eval.panoptic;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a panoptic JSON file says.
 *
 * @param name the file, for messages
 * @param categories in file order, or null where the file has none, as predictions may
 * @param idsAreText whether image ids are texts, as in Cityscapes, or null where there is none
 * @param annotations in file order
 * @param segmentsWithoutCrowdFlag segments that do not say whether they are a crowd
 * @param segmentsWithoutArea segments that state no area
 */
public record PanopticFile(
    String name,
    @Nullable List<EvaluatedCategory> categories,
    @Nullable Boolean idsAreText,
    List<EvaluatedAnnotation> annotations,
    long segmentsWithoutCrowdFlag,
    long segmentsWithoutArea) {

  /**
   * Reads a file with categories and annotations.
   *
   * @throws dev.pancap.config.ConfigException if it is missing or no panoptic annotation
   */
  public static PanopticFile read(Path file) {
    return PanopticJsonReader.readTruth(file, Rigor.REPORT_AND_GO_ON);
  }
}
