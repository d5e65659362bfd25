package dev.pancap.synth;

import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The drawings and the kinds of scenes, read from {@code drawings.txt} and {@code scenes.txt}. */
final class SceneBook {
  private static final Map<String, Category> CATEGORIES =
      CategoryTable.coco().all().stream().collect(Collectors.toMap(Category::name, c -> c));
  private static final Map<String, Drawing> DRAWINGS = readDrawings(lines("drawings.txt"));
  private static final List<SceneKind> SCENES = readScenes(lines("scenes.txt"));

  private SceneBook() {}

  /** By category name. */
  static Map<String, Drawing> drawings() {
    return DRAWINGS;
  }

  static List<SceneKind> scenes() {
    return SCENES;
  }

  private static Map<String, Drawing> readDrawings(List<String> lines) {
    Map<String, Drawing> drawings = new LinkedHashMap<>();
    List<Drawing.Stroke> strokes = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(" ")) {
        strokes.add(stroke(line.strip().split(" +")));
        continue;
      }
      String[] parts = line.split(" *\\| *");
      strokes = new ArrayList<>();
      drawings.put(
          parts[0],
          new Drawing(
              category(parts[0]),
              Double.parseDouble(parts[1]),
              Double.parseDouble(parts[2]),
              colours(parts[3], " "),
              Texture.of(parts[4]),
              parts.length == 5,
              strokes));
    }
    return drawings;
  }

  private static Drawing.Stroke stroke(String[] words) {
    Drawing.Shape shape = Drawing.Shape.valueOf(words[1].toUpperCase(Locale.ROOT));
    double[] numbers =
        Arrays.stream(words, 2, words.length).mapToDouble(Double::parseDouble).toArray();
    boolean complete =
        switch (shape) {
          case POLY -> numbers.length >= 6 && numbers.length % 2 == 0;
          case LINE -> numbers.length == 5;
          case ELLIPSE, BOX, ROUND -> numbers.length == 4;
        };
    if (!complete) {
      throw new IllegalStateException("Wrong number of numbers: " + String.join(" ", words));
    }
    return new Drawing.Stroke(Ink.of(words[0]), shape, numbers);
  }

  private static List<SceneKind> readScenes(List<String> lines) {
    List<SceneKind> scenes = new ArrayList<>();
    List<SceneKind.Band> bands = new ArrayList<>();
    List<SceneKind.Zone> zones = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("scene ")) {
        bands = new ArrayList<>();
        zones = new ArrayList<>();
        scenes.add(new SceneKind(line.substring(6), bands, zones));
      } else if (line.startsWith("band ")) {
        String[] words = line.split(" +");
        bands.add(
            new SceneKind.Band(
                category(words[1]),
                Double.parseDouble(words[2]),
                SceneKind.Edge.valueOf(words[3].toUpperCase(Locale.ROOT)),
                colours(words[4], ","),
                Texture.of(words[5])));
      } else {
        zones.add(zone(line));
      }
    }
    return scenes;
  }

  private static SceneKind.Zone zone(String line) {
    int colon = line.indexOf(':');
    String[] words = line.substring(0, colon).strip().split(" +");
    List<Drawing> drawings =
        Arrays.stream(line.substring(colon + 1).split(","))
            .map(String::strip)
            .map(name -> Objects.requireNonNull(DRAWINGS.get(name), "No drawing of " + name))
            .toList();
    return new SceneKind.Zone(
        SceneKind.Hold.valueOf(words[0].toUpperCase(Locale.ROOT)),
        Double.parseDouble(words[1]),
        Double.parseDouble(words[2]),
        Double.parseDouble(words[3]),
        drawings);
  }

  private static Category category(String name) {
    return Objects.requireNonNull(CATEGORIES.get(name), "No category " + name);
  }

  private static List<NamedColour> colours(String words, String separator) {
    return Arrays.stream(words.split(separator)).map(NamedColour::of).toList();
  }

  private static List<String> lines(String resource) {
    try (InputStream text =
        Objects.requireNonNull(SceneBook.class.getResourceAsStream(resource), resource)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::stripTrailing)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
