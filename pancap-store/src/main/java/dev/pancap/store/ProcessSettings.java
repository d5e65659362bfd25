package dev.pancap.store;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Hadoop's settings of a process that opens no Spark session: the properties of the JVM that begin
 * with {@code spark.hadoop.}, as spark-submit hands on its options. They may hold keys of an object
 * store, so they are never printed.
 */
public final class ProcessSettings {
  private static final String PREFIX = "spark.hadoop.";

  private ProcessSettings() {}

  /** What is set over the defaults of the class path, by Hadoop's names. */
  public static Map<String, String> overrides() {
    Map<String, String> overrides = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        overrides.put(name.substring(PREFIX.length()), System.getProperty(name));
      }
    }
    return overrides;
  }

  /** Hadoop's defaults, and what is set over them. */
  public static Configuration configuration() {
    Configuration configuration = new Configuration();
    overrides().forEach(configuration::set);
    return configuration;
  }
}
