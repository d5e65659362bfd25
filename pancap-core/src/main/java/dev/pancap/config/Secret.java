package dev.pancap.config;

/**
 * A value that must not reach a log, a table or a message. It is neither a record nor serializable,
 * so that nothing writes it out by reflection.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The value, for the one place that sends it. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "Secret[***]";
  }
}
