package dev.pancap.spark;

import com.fasterxml.jackson.core.JacksonException;
import dev.pancap.config.ConfigException;
import dev.pancap.spark.command.AskCommand;
import dev.pancap.spark.command.AuditCommand;
import dev.pancap.spark.command.BuildCommand;
import dev.pancap.spark.command.CaptionCommand;
import dev.pancap.spark.command.CheckCommand;
import dev.pancap.spark.command.CommandTree;
import dev.pancap.spark.command.DemoCommand;
import dev.pancap.spark.command.DiffCommand;
import dev.pancap.spark.command.EvaluateCommand;
import dev.pancap.spark.command.ExportCommand;
import dev.pancap.spark.command.FeaturesCommand;
import dev.pancap.spark.command.GalleryCommand;
import dev.pancap.spark.command.JournalCommand;
import dev.pancap.spark.command.NightlyCommand;
import dev.pancap.spark.command.PackCommand;
import dev.pancap.spark.command.PlanCommand;
import dev.pancap.spark.command.PromptCommand;
import dev.pancap.spark.command.ReleasesCommand;
import dev.pancap.spark.command.ReportCommand;
import dev.pancap.spark.command.SegmentCommand;
import dev.pancap.spark.command.SynthCommand;
import dev.pancap.spark.command.VerifyCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The command line: one class a command in {@code dev.pancap.spark.command}, and one place that
 * turns failures into exit codes. 0 is done, 1 failed, 2 means that the user's settings or input
 * are wrong, which one line on standard error explains.
 */
@Command(
    name = "pancap",
    mixinStandardHelpOptions = true,
    versionProvider = PancapCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Makes grounded-caption datasets from pictures with panoptic masks.",
    footer = {
      "",
      "Start with  pancap demo",
      "and see     pancap COMMAND --help  for what a command does, with an example."
    },
    subcommands = CommandLine.HelpCommand.class)
public final class PancapCommand implements Runnable {
  /** In the order of the help. */
  private static final List<CommandTree> COMMANDS =
      List.of(
          CommandTree.leaf(DemoCommand.class),
          CommandTree.leaf(SynthCommand.class),
          CommandTree.leaf(SegmentCommand.class),
          CommandTree.leaf(PackCommand.class),
          CommandTree.leaf(CaptionCommand.class),
          CommandTree.leaf(FeaturesCommand.class),
          CommandTree.leaf(GalleryCommand.class),
          CommandTree.leaf(ReleasesCommand.class),
          CommandTree.leaf(JournalCommand.class),
          CommandTree.leaf(DiffCommand.class),
          CommandTree.leaf(BuildCommand.class),
          CommandTree.leaf(NightlyCommand.class),
          CommandTree.leaf(PlanCommand.class),
          CommandTree.leaf(PromptCommand.class),
          CommandTree.leaf(AskCommand.class),
          CommandTree.leaf(CheckCommand.class),
          EvaluateCommand.TREE,
          CommandTree.leaf(ReportCommand.class),
          CommandTree.leaf(ExportCommand.class),
          CommandTree.leaf(AuditCommand.class),
          CommandTree.leaf(VerifyCommand.class));

  static final int EXIT_FAILED = 1;
  static final int EXIT_WRONG_INPUT = 2;

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    PrintStream standardOut = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    // What a command reports goes to standard output; whatever a library prints must not mix in.
    System.setOut(System.err);
    PrintWriter out = new PrintWriter(standardOut, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = run(out, err, args);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /** Runs one command as {@link #main} would, and returns its exit code. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine command = new CommandLine(new PancapCommand());
    CommandTree.add(command, COMMANDS, List.of(args));
    return command
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setUsageHelpAutoWidth(true)
        .setUsageHelpLongOptionsMaxWidth(40)
        .setParameterExceptionHandler(PancapCommand::explainUsage)
        .setExecutionExceptionHandler(PancapCommand::explainFailure)
        .execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which command to run");
  }

  private static int explainUsage(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    say(command, mistake.getMessage() + " (see " + qualifiedName(command) + " --help)");
    return EXIT_WRONG_INPUT;
  }

  private static int explainFailure(Exception failure, CommandLine command, ParseResult parsed) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigException) {
        say(command, String.valueOf(cause.getMessage()));
        return EXIT_WRONG_INPUT;
      }
      if (cause instanceof RunFailedException) {
        say(command, String.valueOf(cause.getMessage()));
        return EXIT_FAILED;
      }
    }
    // Made here and not with the class: a logger at the start would cost every command a second.
    Logger log = LoggerFactory.getLogger(PancapCommand.class);
    Optional<IOException> storage = storageFailure(failure);
    if (storage.isPresent()) {
      say(
          command,
          "reading or writing failed: " + words(storage.get()) + " (PANCAP_LOG=info says where)");
      log.info("{} failed", qualifiedName(command), failure);
      return EXIT_FAILED;
    }
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    // Spark's own words name a stage that was cancelled; the first cause names the bug.
    say(
        command,
        "this should not have happened: "
            + failure
            + (first == failure ? "" : " (first cause: " + first.getMessage() + ")"));
    log.error("{} failed", qualifiedName(command), failure);
    return EXIT_FAILED;
  }

  /**
   * The outermost failure of a disk or a store that led to this one; JSON that does not parse is
   * none.
   */
  private static Optional<IOException> storageFailure(Throwable failure) {
    if (failure instanceof IOException storage && !(failure instanceof JacksonException)) {
      return Optional.of(storage);
    }
    // What fails when a task is cleaned up is told beside Spark's own exception, not as its cause.
    return Stream.concat(
            Stream.ofNullable(failure.getCause()), Arrays.stream(failure.getSuppressed()))
        .map(PancapCommand::storageFailure)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Some exceptions have a message, some name a file and tell by their class what is with it. */
  private static String words(IOException failure) {
    return failure.getMessage() == null || failure instanceof FileSystemException
        ? failure.toString()
        : failure.getMessage();
  }

  private static void say(CommandLine command, String message) {
    command.getErr().println("pancap: " + message.replaceAll("\\s*\\R\\s*", " "));
    command.getErr().flush();
  }

  private static String qualifiedName(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  /** What {@code pancap --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "pancap " + Versions.pancap(),
        "Spark " + Versions.spark() + ", Java " + Runtime.version().feature()
      };
    }
  }
}
