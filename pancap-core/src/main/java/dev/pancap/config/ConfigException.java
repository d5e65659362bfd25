package dev.pancap.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting or an input of the user's is wrong. The message is shown to the user as it stands, on
 * one line, and says what to change; the exit code is 2.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    this(message, null);
  }

  public ConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * @throws ConfigException with the formatted message, unless {@code holds}
   */
  public static void check(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new ConfigException(message.formatted(arguments));
    }
  }
}
