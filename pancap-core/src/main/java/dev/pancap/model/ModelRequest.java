package dev.pancap.model;

import dev.pancap.caption.RegionLine;
import java.util.List;

/**
 * One question to a model. Its {@code key} is a hash over everything that the answer may depend on,
 * see {@link RequestKey}.
 *
 * @param attempt 0 for the first asking, n for the n-th re-ask; the fault is told in {@code user}
 * @param system the system prompt; may be empty
 * @param user the rendered user prompt; the region lines of round 2 and the faults of a re-ask are
 *     part of it
 * @param withImages whether picture and overlay go along
 * @param lines the region lines that round 2 merges; empty in round 1
 * @param forbidden words and phrases that a person struck and that must not be said
 * @param maxTokens the budget of the answer
 */
public record ModelRequest(
    String key,
    Round round,
    int attempt,
    String system,
    String user,
    boolean withImages,
    Scene scene,
    List<RegionLine> lines,
    List<String> forbidden,
    int maxTokens) {
  public ModelRequest {
    lines = List.copyOf(lines);
    forbidden = List.copyOf(forbidden);
  }
}
