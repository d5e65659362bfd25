package dev.pancap.review;

import dev.pancap.config.ConfigException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that need no Spark: the raters' page and the exchange of edits. */
@Command(
    name = "pancap",
    subcommands = {ReviewCommand.class, EditsCommand.class},
    mixinStandardHelpOptions = true,
    description = "People correct what a model said of regions.")
public final class ReviewMain {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private ReviewMain() {}

  /** Exit codes: 0 done, 1 failed, 2 the user's settings or input are wrong. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine command = new CommandLine(new ReviewMain());
    command.setExecutionExceptionHandler(
        (problem, line, parsed) -> {
          if (problem instanceof ConfigException mistake) {
            line.getErr().println("pancap: " + mistake.getMessage());
            return USAGE;
          }
          if (problem instanceof IOException failure) {
            line.getErr().println("pancap: " + failure.getMessage());
            return FAILED;
          }
          throw problem;
        });
    int code = command.execute(arguments);
    return code == CommandLine.ExitCode.OK ? DONE : code;
  }
}
