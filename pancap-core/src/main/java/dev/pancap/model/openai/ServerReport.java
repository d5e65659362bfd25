package dev.pancap.model.openai;

import java.util.Map;

/**
 * What a server can do, as tried.
 *
 * @param text whether it answers a question without a picture
 * @param pictures whether a picture reaches the model
 * @param schema whether it holds round 1 to a JSON schema
 * @param usage whether it tells the tokens of an answer
 * @param limits what it says of its limits, by header
 */
public record ServerReport(
    Trial text, Trial pictures, Trial schema, Trial usage, Map<String, String> limits) {

  /**
   * One thing that was tried.
   *
   * @param detail what was seen, for people
   */
  public record Trial(boolean works, String detail) {}

  public ServerReport {
    limits = Map.copyOf(limits);
  }

  /** Whether it can caption pictures. */
  public boolean isUsable() {
    return text.works() && pictures.works();
  }
}
