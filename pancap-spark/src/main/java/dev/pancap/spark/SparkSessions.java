package dev.pancap.spark;

import dev.pancap.config.ConfigException;
import dev.pancap.spark.budget.BudgetPlugin;
import dev.pancap.spark.claim.ClaimPlugin;
import dev.pancap.spark.encoder.PancapKryoRegistrator;
import dev.pancap.spark.metrics.MetricsPlugin;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.metrics.sink.PrometheusServlet;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Opens the session of a command. Under {@code spark-submit} the master and all else that is set
 * there stand; what pancap relies on is set here.
 */
public final class SparkSessions {
  private static final String LOCAL = "local[*]";

  private SparkSessions() {}

  /** A session that is stopped on close, unless it was there before: a test's, a notebook's. */
  public record Session(SparkSession spark, boolean ours) implements AutoCloseable {
    @Override
    public void close() {
      if (ours) {
        spark.stop();
      }
    }
  }

  /**
   * @param master what {@code --master} says, or null for what spark-submit says, or else all cores
   *     of this machine
   * @throws ConfigException if the master is none that Spark knows
   */
  public static Session open(@Nullable String master) {
    Option<SparkSession> running = SparkSession.getDefaultSession();
    if (running.isDefined() && !running.get().sparkContext().isStopped()) {
      return new Session(running.get(), false);
    }
    SparkConf conf = new SparkConf();
    if (master != null) {
      checkMaster(master);
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", LOCAL);
    conf.setIfMissing("spark.app.name", "pancap");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // Progress travels with heartbeats; every ten seconds is too seldom for a bar.
    conf.setIfMissing("spark.executor.heartbeatInterval", "2s");
    conf.set("spark.serializer", KryoSerializer.class.getName());
    conf.set("spark.kryo.registrator", PancapKryoRegistrator.class.getName());
    conf.set("spark.sql.session.timeZone", "UTC");
    // Rows are small and the work on them is not: merging small partitions would idle the cores.
    conf.set("spark.sql.adaptive.coalescePartitions.enabled", "false");
    conf.set("spark.plugins", plugins(conf.get("spark.plugins", "")));
    // Settings with such names are starred out in Spark's pages and event logs.
    conf.setIfMissing(
        "spark.redaction.regex", "(?i)secret|password|passwd|token|access[.]?key|api[-_.]?key");
    // Where Spark's pages are on, Prometheus finds the figures there (docs/operations.md).
    conf.setIfMissing("spark.ui.prometheus.enabled", "true");
    conf.setIfMissing(
        "spark.metrics.conf.*.sink.prometheusServlet.class", PrometheusServlet.class.getName());
    conf.setIfMissing("spark.metrics.conf.*.sink.prometheusServlet.path", "/metrics/prometheus");
    conf.setIfMissing("spark.metrics.namespace", "pancap");
    // A second copy of a task waits while the first one asks the model, and gains nothing there.
    conf.setIfMissing("spark.speculation", "false");
    return new Session(SparkSession.builder().config(conf).getOrCreate(), true);
  }

  /** Ours beside those that are set, such as one for metrics. */
  private static String plugins(String others) {
    return Stream.concat(
            Arrays.stream(others.split(",")).map(String::strip),
            Stream.of(
                BudgetPlugin.class.getName(),
                ClaimPlugin.class.getName(),
                MetricsPlugin.class.getName()))
        .filter(name -> !name.isEmpty())
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** The settings of the session that is open, or of the one that would be opened. */
  public static HadoopSettings hadoopSettings() {
    Option<SparkSession> running = SparkSession.getDefaultSession();
    return running.isDefined() && !running.get().sparkContext().isStopped()
        ? HadoopSettings.of(running.get())
        : HadoopSettings.ofProcess();
  }

  /** YARN takes a driver of its own that opened no session for one that failed. */
  static boolean mustOpen() {
    return System.getProperty("spark.master", "").equals("yarn")
        && System.getProperty("spark.submit.deployMode", "").equals("cluster");
  }

  /**
   * @throws ConfigException if the master is none that Spark knows
   */
  static void checkMaster(@Nullable String master) {
    ConfigException.check(
        master == null
            || master.matches("local(\\[(\\*|[1-9][0-9]*)(,\\s*[1-9][0-9]*)?])?")
            || master.matches("(spark|k8s|local-cluster).+")
            || master.equals("yarn"),
        "--master %s is no Spark master: try local[*], local[4] or spark://host:7077",
        String.valueOf(master));
  }
}
