package dev.pancap.spark.metrics;

import com.codahale.metrics.Gauge;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers pancap's figures with Spark's metrics system: those of an executor in that executor,
 * for whatever sinks it has, and the sums over all executors in the driver, where Spark serves them
 * to Prometheus ({@code /metrics/prometheus/}). To be named in {@code spark.plugins}.
 */
public final class MetricsPlugin implements SparkPlugin {
  private static final Logger log = LoggerFactory.getLogger(MetricsPlugin.class);
  private static final int REPORT_SECONDS = 2;

  /**
   * What an executor has counted since its start. It travels as words: connections between JVMs of
   * a cluster do not know our classes.
   */
  record Report(String executor, long[] values) {
    String words() {
      StringBuilder words = new StringBuilder(executor);
      for (long value : values) {
        words.append(' ').append(value);
      }
      return words.toString();
    }

    static Report of(String words) {
      List<String> parts = List.of(words.split(" "));
      return new Report(
          parts.get(0),
          parts.subList(1, parts.size()).stream().mapToLong(Long::parseLong).toArray());
    }
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new Sums();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Reporter();
  }

  /** The driver's side. */
  static final class Sums implements DriverPlugin {
    private final ConcurrentMap<String, long[]> byExecutor = new ConcurrentHashMap<>();

    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      for (Figure figure : Figure.values()) {
        plugin.metricRegistry().register(figure.label(), (Gauge<Long>) () -> sum(figure));
      }
      plugin.metricRegistry().register("executors", (Gauge<Integer>) byExecutor::size);
      return Map.of();
    }

    /** Nobody waits for a reply. */
    @Override
    public @Nullable Object receive(Object message) {
      Report report = Report.of(message.toString());
      byExecutor.put(report.executor(), report.values());
      return null;
    }

    /** Executors that are gone count on: what they asked was asked. */
    long sum(Figure figure) {
      return byExecutor.values().stream().mapToLong(values -> values[figure.ordinal()]).sum();
    }
  }

  /** The executor's side. */
  private static final class Reporter implements ExecutorPlugin {
    private final ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "pancap-metrics");
              thread.setDaemon(true);
              return thread;
            });

    @Override
    public void init(PluginContext context, Map<String, String> told) {
      ExecutorFigures figures = ExecutorFigures.ofThisJvm();
      if (!context.executorID().equals("driver")) {
        // In local mode the driver's registry is this one's neighbour and has the same figures.
        figures.register(context.metricRegistry());
      }
      timer.scheduleWithFixedDelay(
          () -> report(context, figures), REPORT_SECONDS, REPORT_SECONDS, TimeUnit.SECONDS);
    }

    private static void report(PluginContext context, ExecutorFigures figures) {
      try {
        context.send(new Report(context.executorID(), figures.values()).words());
      } catch (IOException e) {
        log.debug("Figures did not reach the driver; the next ones hold them, too", e);
      }
    }

    @Override
    public void shutdown() {
      timer.shutdownNow();
    }
  }
}
