package dev.pancap.eval.scenegraph;

import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.input.MaskPng;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the masks of a picture's two graphs and finds what is hit. Classes and predicates count
 * from 0 in the truth and from 1 in the submission, as OpenPSG has it.
 */
record SceneGraphComparer(
    String truthMasks, String predictionMasks, int predicates, LimitsConfig limits)
    implements Serializable {

  private enum Numbering {
    FROM_ZERO,
    FROM_ONE
  }

  /**
   * @throws ConfigException if a mask or a field is not what it should be
   */
  SceneGraphHits compare(SceneGraphPair pair) {
    SceneGraph truth = graph(pair.truth(), truthMasks, Numbering.FROM_ZERO);
    InputRecord prediction = pair.prediction();
    if (prediction == null) {
      return new SceneGraphHits(SceneGraphMatcher.distinct(truth), List.of());
    }
    SceneGraph found = graph(prediction, predictionMasks, Numbering.FROM_ONE);
    try {
      return SceneGraphMatcher.match(truth, found);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("%s: %s".formatted(prediction.where(), e.getMessage()), e);
    }
  }

  private SceneGraph graph(InputRecord record, String masks, Numbering numbering) {
    List<InputRecord> segments = record.records("segments_info");
    int[] ids = new int[segments.size()];
    int[] classes = new int[segments.size()];
    int shift = numbering == Numbering.FROM_ZERO ? 1 : 0;
    for (int i = 0; i < ids.length; i++) {
      ids[i] = segments.get(i).wholeNumber("id");
      classes[i] = segments.get(i).wholeNumber("category_id") + shift;
    }
    List<SceneGraph.Relation> relations = new ArrayList<>();
    for (int[] row : record.wholeNumberRows("relations")) {
      if (row.length != 3 || row[2] + shift < 1 || row[2] + shift > predicates) {
        throw record.complaint(
            "relations", "rows of subject, object and one of %d predicates".formatted(predicates));
      }
      relations.add(new SceneGraph.Relation(row[0], row[1], row[2] + shift));
    }
    Path mask = Path.of(masks).resolve(record.text("pan_seg_file_name"));
    try {
      return new SceneGraph(MaskPng.read(mask, limits), ids, classes, relations);
    } catch (IllegalArgumentException e) {
      throw record.complaint("relations", "between objects of segments_info: " + e.getMessage());
    }
  }
}
