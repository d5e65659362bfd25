package dev.pancap.spark.command;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * A command and the commands below it. Only those that the arguments name are made: reading the
 * options of all commands takes longer than many a command does.
 *
 * @param type a class with the annotation {@link Command}; what the annotation itself lists below
 *     it is always made
 */
public record CommandTree(Class<?> type, List<CommandTree> below) {
  public CommandTree {
    below = List.copyOf(below);
  }

  /** A command without commands below it, or with those that its annotation lists. */
  public static CommandTree leaf(Class<?> type) {
    return new CommandTree(type, List.of());
  }

  /** A command with others below it. */
  public static CommandTree node(Class<?> type, Class<?>... below) {
    return new CommandTree(type, Arrays.stream(below).map(CommandTree::leaf).toList());
  }

  /**
   * Adds commands to a command line: the one that the first argument names, or all where it names
   * none of them, so that help and suggestions are whole.
   */
  public static void add(CommandLine parent, List<CommandTree> commands, List<String> arguments) {
    String first = arguments.isEmpty() ? "" : arguments.get(0);
    List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    List<CommandTree> named =
        commands.stream().filter(command -> command.name().equals(first)).toList();
    for (CommandTree command : named.isEmpty() ? commands : named) {
      CommandLine made = new CommandLine(command.type);
      add(made, command.below, named.isEmpty() ? List.of() : rest);
      parent.addSubcommand(made);
    }
  }

  private String name() {
    return type.getAnnotation(Command.class).name();
  }
}
