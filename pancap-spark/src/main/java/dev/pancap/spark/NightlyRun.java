package dev.pancap.spark;

import dev.pancap.config.NightlyConfig;
import dev.pancap.spark.report.DiffFiles;
import dev.pancap.spark.report.NightlyPage;
import dev.pancap.spark.unchanged.InputComparison;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.diff.ReleaseDiff;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A night: what a schedule starts. Plan, build with its gates, report, differences, and one page
 * that leads to them. A release that a gate holds back is reported as one that is published.
 */
public final class NightlyRun {
  private final BuildRun build;
  private final BuildRequest request;
  private final NightlyConfig settings;

  public NightlyRun(BuildRun build, BuildRequest request) {
    this.build = build;
    this.request = request;
    this.settings = request.config().nightly();
  }

  /**
   * @throws RunFailedException if the build fails
   * @throws IOException if a file system fails
   */
  public NightlySummary run() throws IOException {
    HadoopSettings hadoop = SparkSessions.hadoopSettings();
    SparkSessions.checkMaster(build.master());
    Optional<InputComparison> comparison = InputComparison.of(request, hadoop);
    Optional<BuildSummary> nothing =
        build.nothingToDo(request, comparison, build.clock().instant());
    if (nothing.isPresent()) {
      return new NightlySummary(
          NightlySummary.Status.UNCHANGED,
          "",
          page(nothing.get(), hadoop.configuration()),
          nothing.get(),
          null,
          null);
    }
    try (SparkSessions.Session session = SparkSessions.open(build.master())) {
      PlanSummary plan = settings.plan() ? plan(session, comparison) : null;
      String before = releases(hadoop.configuration()).current().orElse("");
      BuildSummary done = build.run(request, comparison);
      return finish(done, plan, before, hadoop.configuration());
    }
  }

  private String page(BuildSummary done, Configuration hadoop) throws IOException {
    Path page = new Path(done.run(), NightlyPage.NAME);
    return page.getFileSystem(hadoop).exists(page) ? page.toString() : "";
  }

  private ReleaseFolder releases(Configuration hadoop) throws IOException {
    return ReleaseFolder.open(request.outputDir(), hadoop);
  }

  private PlanSummary plan(SparkSessions.Session session, Optional<InputComparison> comparison)
      throws IOException {
    PlanSummary plan = new BuildPlan(session.spark(), request, comparison, build.clock()).run();
    say(
        "planned: %,d images, %,d unchanged, %,d requests%s",
        plan.images(),
        plan.unchanged(),
        plan.requests(),
        plan.cost() == null
            ? ""
            : String.format(
                Locale.ROOT, ", about %.2f %s", plan.cost().expected(), plan.currency()));
    return plan;
  }

  private NightlySummary finish(
      BuildSummary done, @Nullable PlanSummary plan, String before, Configuration hadoop)
      throws IOException {
    NightlySummary.Status status = status(done);
    ReleaseFolder releases = releases(hadoop);
    ReleaseDiff.Summary diff =
        done.changed() && !before.isEmpty() && releases.isComplete(before)
            ? DiffFiles.write(
                releases,
                new ReleaseDiff.Versions(before, done.version()),
                hadoop,
                new DiffFiles.Target(
                    new Path(done.run(), NightlyPage.DIFF), settings.diffPictures()))
            : null;
    Path page = new Path(done.run(), NightlyPage.NAME);
    NightlySummary summary =
        new NightlySummary(status, done.refusal(), page.toString(), done, plan, diff);
    NightlyPage.write(page, summary, hadoop);
    if (status == NightlySummary.Status.PUBLISHED && settings.keepReleases() > 0) {
      List<String> removed = releases.prune(settings.keepReleases());
      if (!removed.isEmpty()) {
        say("removed old releases: %s", String.join(", ", removed));
      }
    }
    return summary;
  }

  private static NightlySummary.Status status(BuildSummary done) {
    if (!done.refusal().isEmpty()) {
      return NightlySummary.Status.REFUSED;
    }
    if (done.version().isEmpty()) {
      return NightlySummary.Status.UNFINISHED;
    }
    return done.changed() ? NightlySummary.Status.PUBLISHED : NightlySummary.Status.UNCHANGED;
  }

  private void say(String format, Object... values) {
    build.progress().println("pancap: " + String.format(Locale.ROOT, format, values));
    build.progress().flush();
  }
}
