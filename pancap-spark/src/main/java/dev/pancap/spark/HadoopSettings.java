package dev.pancap.spark;

import dev.pancap.store.ProcessSettings;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Hadoop's settings of a session, in a form that travels to executors: what {@code spark.hadoop.*}
 * sets over the defaults of the class path. They may hold keys of an object store, so they are
 * never printed.
 */
public record HadoopSettings(Map<String, String> overrides) implements Serializable {
  private static final String PREFIX = "spark.hadoop.";
  // Reading the XML files of the class path takes some 100 ms, so it is done once a JVM.
  private static final ConcurrentMap<HadoopSettings, Configuration> CONFIGURATIONS =
      new ConcurrentHashMap<>();

  public HadoopSettings {
    overrides = Map.copyOf(overrides);
  }

  public static HadoopSettings of(SparkSession spark) {
    Map<String, String> overrides = new HashMap<>();
    for (Tuple2<String, String> setting : spark.sparkContext().conf().getAll()) {
      if (setting._1().startsWith(PREFIX)) {
        overrides.put(setting._1().substring(PREFIX.length()), setting._2());
      }
    }
    return new HadoopSettings(overrides);
  }

  /** Those of a command that opens no session. */
  public static HadoopSettings ofProcess() {
    return new HadoopSettings(ProcessSettings.overrides());
  }

  /** The configuration of this JVM. Shared: not to be changed. */
  public Configuration configuration() {
    return CONFIGURATIONS.computeIfAbsent(this, HadoopSettings::load);
  }

  private static Configuration load(HadoopSettings settings) {
    Configuration configuration = new Configuration();
    settings.overrides.forEach(configuration::set);
    return configuration;
  }

  @Override
  public String toString() {
    return "HadoopSettings[" + overrides.size() + " overrides]";
  }
}
