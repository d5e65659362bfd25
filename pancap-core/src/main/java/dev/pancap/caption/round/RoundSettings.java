package dev.pancap.caption.round;

import dev.pancap.config.PancapConfig;
import dev.pancap.model.Prompts;
import dev.pancap.overlay.OverlayConfig;
import java.time.Clock;

/**
 * What both rounds need to know.
 *
 * @param overlay part of the keys of round 1, which shows it
 * @param clock when an answer came
 */
public record RoundSettings(
    Prompts prompts,
    OverlayConfig overlay,
    int maxReasks,
    int describeMaxTokens,
    int composeMaxTokens,
    Clock clock) {

  public static RoundSettings of(PancapConfig config, Prompts prompts, Clock clock) {
    return new RoundSettings(
        prompts,
        config.overlay(),
        config.model().maxReasks(),
        config.model().describeMaxTokens(),
        config.model().composeMaxTokens(),
        clock);
  }
}
