package dev.pancap.spark;

import dev.pancap.store.diff.ReleaseDiff;
import org.jspecify.annotations.Nullable;

/**
 * What a night came to.
 *
 * @param reason why a release was refused, or empty
 * @param page the one page to look at, or empty where there is none
 * @param plan what was expected to be asked; null where that was not counted
 * @param diff from the release before; null where there is no new one, or none before
 */
public record NightlySummary(
    Status status,
    String reason,
    String page,
    BuildSummary build,
    @Nullable PlanSummary plan,
    ReleaseDiff.@Nullable Summary diff) {

  /** How it ended. */
  public enum Status {
    /** A new release is current. */
    PUBLISHED,
    /** The release that was current still is: its rows are those of this night. */
    UNCHANGED,
    /** A gate holds the new release back. */
    REFUSED,
    /** The budget ended before a release could be made; the next run goes on. */
    UNFINISHED
  }
}
