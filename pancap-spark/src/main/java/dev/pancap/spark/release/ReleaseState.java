package dev.pancap.spark.release;

import dev.pancap.eval.statistics.ReleaseStatistics;
import dev.pancap.quarantine.Rejection;
import dev.pancap.spark.encoder.MergeStates;
import dev.pancap.spark.stage.ImageOutcome;
import dev.pancap.store.ReleaseRow;
import java.io.Serializable;

/** What is known of a release before it is written: what identifies it, and its figures. */
public record ReleaseState(ContentHash content, ReleaseStatistics statistics)
    implements Serializable {
  static final ReleaseState EMPTY = new ReleaseState(ContentHash.EMPTY, ReleaseStatistics.EMPTY);

  /** Published rows and rejections count; what they took and what waits does not. */
  static ReleaseState of(ImageOutcome outcome) {
    ReleaseRow row = outcome.published();
    if (row != null) {
      return new ReleaseState(
          ContentHash.of(row),
          ReleaseStatistics.published(
              new ReleaseStatistics.Counts(
                  row.words(),
                  row.sentences(),
                  row.masks(),
                  row.masksMentioned(),
                  row.things(),
                  row.stuffs()),
              row.segments().stream().map(ReleaseRow.ReleaseSegment::category).toList(),
              row.flags()));
    }
    Rejection rejection = outcome.rejection();
    return rejection == null
        ? EMPTY
        : new ReleaseState(
            ContentHash.of(rejection), ReleaseStatistics.quarantined(rejection.reason().name()));
  }

  ReleaseState plus(ReleaseState other) {
    return new ReleaseState(content.plus(other.content), statistics.plus(other.statistics));
  }

  /** How Spark adds states. */
  record Sum() implements MergeStates.Algebra<ImageOutcome, ReleaseState> {
    @Override
    public ReleaseState zero() {
      return EMPTY;
    }

    @Override
    public ReleaseState add(ReleaseState state, ImageOutcome outcome) {
      return state.plus(ReleaseState.of(outcome));
    }

    @Override
    public ReleaseState merge(ReleaseState left, ReleaseState right) {
      return left.plus(right);
    }
  }
}
