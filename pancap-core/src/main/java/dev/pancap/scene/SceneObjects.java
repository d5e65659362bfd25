package dev.pancap.scene;

import dev.pancap.caption.RegionLine;
import dev.pancap.facts.ColorShare;
import dev.pancap.facts.RegionFacts;
import dev.pancap.facts.SceneFacts;
import dev.pancap.mask.BoundingBox;
import dev.pancap.scene.SceneAttribute.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The objects of a scene with their colours, size and place, and words of their lines. */
final class SceneObjects {
  /** A colour that takes less of a region is no colour of it. */
  private static final double COLOR_SHARE = 0.3;

  private static final double LARGE_SHARE = 0.15;
  private static final double SMALL_SHARE = 0.01;

  /** Words that describe and are neither a colour, a size nor a place, which are measured. */
  private static final Pattern DESCRIBING =
      Pattern.compile(
          "(?i)\\b(wooden|metal|glass|plastic|leather|stone|brick|concrete|striped|checkered|spotted"
              + "|patterned|plain|floral|open|closed|empty|full|old|new|round|square|tall|short|long"
              + "|young|smiling|standing|sitting|lying|walking|running|riding|flying|parked|moving"
              + "|folded|sliced|wet|dry|snowy|grassy|sandy|rocky|cloudy|clear|bright|dark|shiny"
              + "|furry|fluffy|worn|dirty|clean|broken|bare|leafy)\\b");

  private static final int MOST_WORDS = 4;

  private SceneObjects() {}

  static List<SceneObject> of(SceneFacts facts, List<RegionLine> lines) {
    Map<Integer, String> texts = new HashMap<>();
    lines.forEach(line -> texts.put(line.mark(), line.description()));
    return facts.regions().stream()
        .map(region -> object(region, texts.getOrDefault(region.mark(), "")))
        .toList();
  }

  private static SceneObject object(RegionFacts region, String line) {
    BoundingBox box = region.segment().box();
    List<SceneAttribute> attributes = new ArrayList<>();
    addColors(region, attributes);
    addSize(region, attributes);
    attributes.add(
        new SceneAttribute(
            Kind.PLACE,
            region.place().words(),
            Source.GEOMETRY,
            text(
                "centre at %.0f, %.0f",
                region.segment().centroidX(), region.segment().centroidY())));
    addWords(line, attributes);
    return new SceneObject(
        region.mark(),
        region.segment().segmentId(),
        region.segment().category(),
        region.noun().singular(),
        region.segment().isThing(),
        List.of(box.x(), box.y(), box.width(), box.height()),
        attributes);
  }

  private static void addColors(RegionFacts region, List<SceneAttribute> to) {
    for (ColorShare color : region.colors().shares()) {
      if (color.share() >= COLOR_SHARE) {
        to.add(
            new SceneAttribute(
                Kind.COLOR,
                color.color().name().toLowerCase(Locale.ROOT),
                Source.GEOMETRY,
                text("%.0f %% of its pixels", 100 * color.share())));
      }
    }
  }

  private static void addSize(RegionFacts region, List<SceneAttribute> to) {
    String size =
        region.share() >= LARGE_SHARE ? "large" : region.share() < SMALL_SHARE ? "small" : "";
    if (!size.isEmpty()) {
      to.add(
          new SceneAttribute(
              Kind.SIZE,
              size,
              Source.GEOMETRY,
              text("%.1f %% of the picture", 100 * region.share())));
    }
  }

  private static void addWords(String line, List<SceneAttribute> to) {
    Matcher words = DESCRIBING.matcher(line);
    List<String> found = new ArrayList<>();
    while (words.find() && found.size() < MOST_WORDS) {
      String word = words.group().toLowerCase(Locale.ROOT);
      if (!found.contains(word)) {
        found.add(word);
        to.add(new SceneAttribute(Kind.WORD, word, Source.TEXT, "in the region's line"));
      }
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
