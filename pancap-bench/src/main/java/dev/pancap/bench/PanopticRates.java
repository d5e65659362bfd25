package dev.pancap.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.panoptic.ClassGrouping;
import dev.pancap.eval.panoptic.PanopticEvaluation;
import dev.pancap.eval.panoptic.PanopticReport;
import dev.pancap.eval.panoptic.Rigor;
import dev.pancap.eval.work.WorkOnThreads;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * Our side of {@code run-panoptic.sh}: the same files as {@code peers/panoptic.py}, one thread;
 * prints pairs per second of processor time, of the whole process with its compiler and collector,
 * and PQ. Run by the script; by hand {@code java -cp … dev.pancap.bench.PanopticRates DIR SECONDS}.
 */
public final class PanopticRates {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private PanopticRates() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    double seconds = Double.parseDouble(arguments[1]);
    PanopticEvaluation evaluation =
        new PanopticEvaluation(
            new PanopticEvaluation.Files(
                folder.resolve("gt.json"),
                folder.resolve("gt"),
                folder.resolve("pred.json"),
                folder.resolve("pred")),
            new PanopticEvaluation.Options(
                ClassGrouping.Rule.BY_CATEGORY,
                Rigor.REPORT_AND_GO_ON,
                new LimitsConfig(50_000_000, 1 << 26, 4096)),
            new WorkOnThreads(1));
    PanopticReport report = evaluation.run(PanopticEvaluation.Listener.SILENT);
    long start = PROCESS.getProcessCpuTime();
    long pairs = 0;
    double spent = 0;
    while (spent < seconds) {
      report = evaluation.run(PanopticEvaluation.Listener.SILENT);
      pairs += report.evaluated();
      spent = (PROCESS.getProcessCpuTime() - start) / 1e9;
    }
    System.out.println(pairs / spent + "\t" + report.scores().all().pq());
  }
}
