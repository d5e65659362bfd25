package dev.pancap.eval.caption.capture;

import java.util.List;

/** Turns sentences into scene graphs. */
@FunctionalInterface
public interface SceneGraphParser {
  /** One graph a sentence, in order. */
  List<SceneGraph> parse(List<String> sentences);
}
