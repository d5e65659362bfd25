package dev.pancap.review;

import dev.pancap.config.ConfigException;
import dev.pancap.store.QueueEntry;
import java.util.SplittableRandom;

/**
 * Which images a person is asked to look at: {@code flagged}, {@code all}, or a share of all, such
 * as {@code sample:0.02}, that is the same on every day and every machine. An image with an edit in
 * conflict always wants a person.
 */
public record ReviewPolicy(Kind kind, double share) {

  /** The policies there are. */
  public enum Kind {
    FLAGGED,
    ALL,
    SAMPLE
  }

  /**
   * @throws ConfigException if the text names no policy
   */
  public static ReviewPolicy parse(String text) {
    if (text.equals("flagged")) {
      return new ReviewPolicy(Kind.FLAGGED, 0);
    }
    if (text.equals("all")) {
      return new ReviewPolicy(Kind.ALL, 1);
    }
    if (text.startsWith("sample:")) {
      try {
        double share = Double.parseDouble(text.substring("sample:".length()));
        if (share > 0 && share <= 1) {
          return new ReviewPolicy(Kind.SAMPLE, share);
        }
      } catch (NumberFormatException e) {
        throw unknown(text);
      }
    }
    throw unknown(text);
  }

  /** Whether a person is asked to look at this image. */
  public boolean wants(QueueEntry entry) {
    if (entry.conflict()) {
      return true;
    }
    return switch (kind) {
      case FLAGGED -> entry.flags() > 0;
      case ALL -> true;
      case SAMPLE -> new SplittableRandom(entry.imageId()).nextDouble() < share;
    };
  }

  private static ConfigException unknown(String text) {
    return new ConfigException(
        "--policy is flagged, all or sample:SHARE with a share above 0 and up to 1, such as"
            + " sample:0.02; not '%s'".formatted(text));
  }
}
