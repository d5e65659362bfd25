package dev.pancap.spark.command;

import dev.pancap.config.PancapConfig;
import dev.pancap.spark.BuildRun;
import dev.pancap.spark.NightlyRun;
import dev.pancap.spark.NightlySummary;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pancap nightly}: a whole night from one file of settings, with one exit code. */
@Command(
    name = "nightly",
    mixinStandardHelpOptions = true,
    description = {
      "Does what a schedule wants done every night: plans, builds, reports, compares with the release",
      "before, and publishes if the gates let it. All of it is set in one file. Where nothing has",
      "changed it says so within seconds.",
      "Exit code 0: done, also if there was nothing to do. 1: failed, or held back by a gate, with the",
      "reason in one line. 2: the settings or the input are wrong."
    },
    footer = {
      "",
      "Example:",
      "  cp conf/nightly.yaml my.yaml       # and name your folders in it",
      "  pancap nightly --config my.yaml",
      "The page to look at is named at the end; deploy/ has a systemd timer, a CronJob and a DAG."
    })
public final class NightlyCommand implements Callable<Integer> {
  private static final int REFUSED = 1;

  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions settings;

  @Mixin private SummaryOptions summary;

  @Mixin private MasterOption master;

  @Override
  public Integer call() throws IOException {
    PancapConfig config = settings.read();
    InputChoice input = InputChoice.of(config.nightly());
    input.check(config);
    BuildRun build = BuildRun.system(master.url(), spec.commandLine().getErr());
    NightlySummary night =
        new NightlyRun(
                build,
                input.request(config, InputChoice.Embedding.of(config.nightly().embedImages())))
            .run();
    summary.print(night, text(night));
    if (night.status() == NightlySummary.Status.REFUSED) {
      spec.commandLine().getErr().println("pancap: " + night.reason());
      spec.commandLine().getErr().flush();
      return REFUSED;
    }
    return 0;
  }

  private static String text(NightlySummary night) {
    String done =
        switch (night.status()) {
          case PUBLISHED -> "Published: release " + night.build().version();
          case UNCHANGED -> "Nothing has changed: release " + night.build().version() + " stays";
          case REFUSED -> "Held back: release " + night.build().version();
          case UNFINISHED -> "The budget is spent; the next run goes on";
        };
    return String.format(
        Locale.ROOT,
        "%s%n%,d images: %,d published, %,d quarantined, %,d deferred, in %.1f s%n%s%s",
        done,
        night.build().in(),
        night.build().published(),
        night.build().quarantined(),
        night.build().deferred(),
        night.build().seconds(),
        String.join(System.lineSeparator(), night.build().spending()),
        night.page().isEmpty() ? "" : System.lineSeparator() + "Look at:  " + night.page());
  }
}
