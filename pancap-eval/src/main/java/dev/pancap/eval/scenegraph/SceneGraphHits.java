package dev.pancap.eval.scenegraph;

import java.io.Serializable;
import java.util.List;

/**
 * What was found of one picture.
 *
 * @param wanted the true relations, exact duplicates removed
 * @param hits which of them each prediction hits, in rank order; empty if nothing was predicted
 */
public record SceneGraphHits(List<SceneGraph.Relation> wanted, List<List<Integer>> hits)
    implements Serializable {
  public SceneGraphHits {
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("A picture without relations has no recall");
    }
  }
}
