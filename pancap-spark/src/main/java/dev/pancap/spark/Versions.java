package dev.pancap.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The versions that this build was made of. */
public final class Versions {
  private static final Properties PROPERTIES = load();

  private Versions() {}

  public static String pancap() {
    return Objects.requireNonNull(PROPERTIES.getProperty("version"));
  }

  public static String spark() {
    return Objects.requireNonNull(PROPERTIES.getProperty("spark"));
  }

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Versions.class.getResourceAsStream("version.properties"))) {
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in version.properties cannot be read", e);
    }
  }
}
