package dev.pancap.model;

import dev.pancap.caption.RegionLine;
import dev.pancap.config.ConfigException;
import dev.pancap.config.PromptsConfig;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the model is asked, from template files that a user can edit: {@code round-1-system.txt},
 * {@code round-1-user.txt}, {@code round-2-system.txt}, {@code round-2-user.txt}, and {@code
 * ask-again.txt}, which follows the user prompt where an answer had a fault. The variables:
 *
 * <ul>
 *   <li>{@code {{marks}}}: the numbers on the picture, {@code 1, 2, 3}
 *   <li>{@code {{classes}}}: a line a region, {@code 1: sky}
 *   <li>{@code {{geometry}}}: the same with what the mask tells, {@code 1: sky, 31 % of the
 *       picture, box 0 0 640 200}
 *   <li>{@code {{lines}}}: round 2, the region lines
 *   <li>{@code {{forbidden}}}: round 2, what a person struck, as a sentence of its own; or nothing
 *   <li>{@code {{faults}}}: ask-again, what was wrong, a line each
 * </ul>
 */
public record Prompts(
    PromptTemplate describeSystem,
    PromptTemplate describeUser,
    PromptTemplate composeSystem,
    PromptTemplate composeUser,
    PromptTemplate askAgain)
    implements Serializable {

  private static final Set<String> DESCRIBE_VARIABLES = Set.of("marks", "classes", "geometry");
  private static final Set<String> COMPOSE_VARIABLES =
      Set.of("marks", "classes", "geometry", "lines", "forbidden");
  private static final Set<String> ASK_AGAIN_VARIABLES = Set.of("faults", "marks");

  /**
   * @throws ConfigException if a file is missing, is no text, or names an unknown variable
   */
  public static Prompts load(PromptsConfig config) {
    Function<String, String> read =
        config.folder().isBlank() ? Prompts::builtIn : file -> fromFolder(config.folder(), file);
    return new Prompts(
        template("round-1-system.txt", read, DESCRIBE_VARIABLES),
        template("round-1-user.txt", read, DESCRIBE_VARIABLES),
        template("round-2-system.txt", read, COMPOSE_VARIABLES),
        template("round-2-user.txt", read, COMPOSE_VARIABLES),
        template("ask-again.txt", read, ASK_AGAIN_VARIABLES));
  }

  /** What a round says. */
  public record Rendered(String system, String user) {}

  /** Round 1. */
  public Rendered describe(PreparedImage image) {
    Map<String, String> values = variables(image, List.of(), List.of());
    return new Rendered(describeSystem.render(values), describeUser.render(values));
  }

  /**
   * Round 2.
   *
   * @param forbidden words that a person struck
   */
  public Rendered compose(PreparedImage image, List<RegionLine> lines, List<String> forbidden) {
    Map<String, String> values = variables(image, lines, forbidden);
    return new Rendered(composeSystem.render(values), composeUser.render(values));
  }

  /** The prompt again, with what was wrong with the answer. */
  public Rendered again(Rendered asked, PreparedImage image, List<String> faults) {
    Map<String, String> values =
        Map.of(
            "faults",
            faults.stream().map(fault -> "- " + fault).collect(Collectors.joining("\n")),
            "marks",
            marks(image));
    return new Rendered(asked.system(), asked.user() + "\n\n" + askAgain.render(values));
  }

  /** Identifies all templates together: the {@code prompt_version} of a published row. */
  public String version() {
    return RequestKey.start()
        .with("round-1-system", describeSystem.text())
        .with("round-1-user", describeUser.text())
        .with("round-2-system", composeSystem.text())
        .with("round-2-user", composeUser.text())
        .with("ask-again", askAgain.text())
        .hex()
        .substring(0, 12);
  }

  private static Map<String, String> variables(
      PreparedImage image, List<RegionLine> lines, List<String> forbidden) {
    return Map.of(
        "marks",
        marks(image),
        "classes",
        perSegment(image, segment -> segment.mark() + ": " + segment.category()),
        "geometry",
        perSegment(image, segment -> geometry(segment, image)),
        "lines",
        lines.stream().map(RegionLine::text).collect(Collectors.joining("\n")),
        "forbidden",
        forbidden.isEmpty()
            ? ""
            : "People have looked at the picture and struck what is not true of it. Say none of this,"
                + " nor anything to the same effect: "
                + forbidden.stream()
                    .map(words -> "\"" + words + "\"")
                    .collect(Collectors.joining(", "))
                + ".");
  }

  private static String marks(PreparedImage image) {
    return image.segments().stream()
        .map(segment -> String.valueOf(segment.mark()))
        .collect(Collectors.joining(", "));
  }

  private static String perSegment(PreparedImage image, Function<Segment, String> line) {
    return image.segments().stream().map(line).collect(Collectors.joining("\n"));
  }

  private static String geometry(Segment segment, PreparedImage image) {
    double share = 100.0 * segment.areaPixels() / ((double) image.width() * image.height());
    return String.format(
        Locale.ROOT,
        "%d: %s%s, %.1f %% of the picture, box %d %d %d %d",
        segment.mark(),
        segment.category(),
        segment.isCrowd() ? " (a group)" : "",
        share,
        segment.box().x(),
        segment.box().y(),
        segment.box().width(),
        segment.box().height());
  }

  private static PromptTemplate template(
      String file, Function<String, String> read, Set<String> known) {
    return PromptTemplate.parse(file, read.apply(file), known);
  }

  private static String builtIn(String file) {
    try (InputStream text = Prompts.class.getResourceAsStream("/dev/pancap/conf/prompts/" + file)) {
      if (text == null) {
        throw new IllegalStateException("The prompt " + file + " is not in the jar");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in prompt " + file + " cannot be read", e);
    }
  }

  private static String fromFolder(String folder, String file) {
    Path path = Path.of(folder, file);
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          "prompts.folder: %s is missing; copy conf/prompts and edit it there".formatted(path), e);
    } catch (MalformedInputException e) {
      throw new ConfigException("prompts.folder: %s is not UTF-8 text".formatted(path), e);
    } catch (IOException e) {
      throw new ConfigException(
          "prompts.folder: %s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }
}
