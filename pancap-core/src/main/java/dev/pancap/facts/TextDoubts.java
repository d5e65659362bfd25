package dev.pancap.facts;

import dev.pancap.caption.ClassWords;
import dev.pancap.caption.GroundedCaption;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.caption.RegionLine;
import dev.pancap.panoptic.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds lines and caption against what picture and mask tell without any model. Made to be right
 * when it speaks rather than to speak often: words with several meanings ("orange", "light",
 * "glass") are not evidence, counts are judged where a phrase is tagged, colours where one region
 * is meant.
 */
public final class TextDoubts {
  /** Below this share a region is a dot. */
  private static final double TINY_SHARE = 0.0004;

  private static final int TINY_PIXELS = 80;

  /** Less of a colour than this is none of it: JPEG noise, a reflection. */
  private static final double NO_SHARE = 0.03;

  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{N}'’]*");

  private static final Pattern GUESS =
      Pattern.compile(
          "\\b(?:likely|possibly|probably|perhaps|maybe|presumably|apparently|seemingly"
              + "|might|may be|could be|appears? to|seems? to|suggest(?:s|ing)|indicat(?:es|ing))\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern COUNTED =
      Pattern.compile(
          "^(?:(?:the|these|those|all)\\s+)?(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
              + "|\\d{1,2})\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SIDE =
      Pattern.compile(
          "\\b(?:on|at|to|along|in|near) the (?:(?:far|upper|lower|top|bottom) )?(left|right)\\b"
              + "(?! of)(?! hand)",
          Pattern.CASE_INSENSITIVE);

  private static final List<String> NUMBERS =
      List.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve");

  /** Words that name a class only now and then, whatever stands around them. */
  private static final Set<String> NEVER_EVIDENCE =
      Set.of(
          "light",
          "lights",
          "group",
          "family",
          "couple",
          "bunch",
          "slice",
          "slices",
          "case",
          "range",
          "cover",
          "covers",
          "figure",
          "figures",
          "face",
          "hand",
          "hands",
          "arm",
          "head",
          "member",
          "members",
          "seat",
          "seats",
          "throw",
          "crowd",
          "flock",
          "herd",
          "control",
          "controls",
          "display",
          "sub",
          "pack",
          "someone",
          "human",
          "individual",
          "individuals",
          "orange",
          "oranges");

  /**
   * Words that are colours, materials or parts as often as things: evidence only behind an article
   * and in front of no other noun, "an orange" and not "an orange car".
   */
  private static final Set<String> NEEDS_ARTICLE =
      Set.of(
          "glass",
          "bat",
          "mouse",
          "tie",
          "board",
          "boards",
          "dish",
          "bag",
          "toy",
          "screen",
          "engine",
          "coach",
          "carriage",
          "pitcher",
          "jar",
          "plant",
          "pot",
          "sign",
          "signal",
          "disc",
          "disk",
          "remote",
          "book",
          "kite",
          "brush",
          "basin",
          "toast",
          "pie",
          "bear",
          "duck",
          "crow",
          "swan",
          "pet",
          "driver",
          "passenger",
          "player",
          "ram",
          "calf",
          "table",
          "desk",
          "van",
          "trailer",
          "wagon",
          "lamp",
          "stool",
          "bench",
          "box",
          "cup",
          "monitor",
          "cycle",
          "watch",
          "notebook",
          "mobile",
          "fruit",
          "vegetable",
          "utensil",
          "ball",
          "clock",
          "ski",
          "train",
          "bus",
          "car",
          "truck",
          "bed",
          "couch",
          "chair",
          "oven",
          "sink",
          "phone",
          "bowl",
          "bottle");

  private static final Set<String> BEFORE_A_THING =
      Set.of(
          "a", "an", "the", "one", "another", "this", "that", "each", "every", "his", "her",
          "their", "its", "two", "three", "four", "five", "six", "some", "several", "many");

  private static final Set<String> AFTER_A_THING =
      Set.of(
          "is",
          "are",
          "was",
          "were",
          "has",
          "have",
          "in",
          "on",
          "at",
          "by",
          "near",
          "with",
          "and",
          "or",
          "that",
          "which",
          "who",
          "of",
          "to",
          "from",
          "behind",
          "beside",
          "under",
          "over",
          "above",
          "below",
          "between",
          "against",
          "along",
          "across",
          "inside",
          "next",
          "stands",
          "sits",
          "lies",
          "rests",
          "hangs",
          "can",
          "appears",
          "occupies",
          "fills");

  private final Map<Integer, RegionFacts> byMark = new HashMap<>();
  private final Set<Integer> categories = new HashSet<>();
  private final List<Doubt> doubts = new ArrayList<>();

  private TextDoubts(SceneFacts facts) {
    for (RegionFacts region : facts.regions()) {
      byMark.put(region.mark(), region);
      categories.add(region.segment().categoryId());
    }
  }

  /**
   * All doubts: of the lines by mark, then of the caption by place, then of the regions.
   *
   * @param lines of round 1, corrected or not
   */
  public static List<Doubt> of(SceneFacts facts, List<RegionLine> lines, GroundedCaption caption) {
    TextDoubts check = new TextDoubts(facts);
    check.lines(lines);
    check.caption(caption);
    check.regions();
    return List.copyOf(check.doubts);
  }

  /** The words of guessing in a text, such as "likely", in their order. */
  public static List<String> guesses(String text) {
    return GUESS.matcher(text).results().map(MatchResult::group).toList();
  }

  private void lines(List<RegionLine> lines) {
    Map<String, Integer> firstWith = new HashMap<>();
    for (RegionLine line : lines) {
      RegionFacts region = byMark.get(line.mark());
      if (region == null) {
        continue;
      }
      Where where = new Where(line.mark(), Doubt.Text.LINE, line.description(), 0);
      classes(where);
      guesses(where);
      colors(where, region);
      sides(where, region);
      Integer first = firstWith.putIfAbsent(line.description(), line.mark());
      if (first != null && line.description().length() > 20) {
        add(
            Doubt.Rule.REPEATED_LINE,
            "regions %d and %d have the same line".formatted(first, line.mark()),
            where,
            0,
            line.description().length());
      }
    }
  }

  private void caption(GroundedCaption caption) {
    Where whole = new Where(null, Doubt.Text.CAPTION, caption.plain(), 0);
    classes(whole);
    guesses(whole);
    for (PhraseGroup group : caption.groups()) {
      int offset = caption.plain().offsetByCodePoints(0, group.start());
      Integer mark = group.markIds().size() == 1 ? group.markIds().get(0) : null;
      Where where = new Where(mark, Doubt.Text.CAPTION, caption.plain(), offset);
      counts(group, where);
      RegionFacts region = mark == null ? null : byMark.get(mark);
      if (region != null) {
        Where phrase =
            new Where(
                mark,
                Doubt.Text.CAPTION,
                caption.plain(),
                offset,
                offset + group.phrase().length());
        colors(phrase, region);
        sides(phrase, region);
      }
    }
  }

  private void regions() {
    for (RegionFacts region : byMark.values()) {
      if (region.share() < TINY_SHARE || region.segment().areaPixels() < TINY_PIXELS) {
        doubts.add(
            new Doubt(
                Doubt.Rule.TINY_REGION,
                "region %d has %d pixels".formatted(region.mark(), region.segment().areaPixels()),
                region.mark(),
                Doubt.Text.REGION,
                -1,
                -1));
      }
    }
  }

  /** A stretch of a text, and what it is about. */
  private record Where(@Nullable Integer mark, Doubt.Text text, String source, int from, int to) {
    Where(@Nullable Integer mark, Doubt.Text text, String source, int from) {
      this(mark, text, source, from, source.length());
    }

    Matcher matcher(Pattern pattern) {
      return pattern.matcher(source).region(from, to);
    }
  }

  private void classes(Where where) {
    Matcher words = where.matcher(WORD);
    while (words.find()) {
      String word = words.group().toLowerCase(Locale.ROOT);
      Set<Integer> named = ClassWords.categoriesOf(word);
      boolean isThing = named.stream().anyMatch(category -> category < 92);
      if (isThing
          && !NEVER_EVIDENCE.contains(word)
          && named.stream().noneMatch(categories::contains)
          && !isPartOfAName(where.source(), words)
          && (!NEEDS_ARTICLE.contains(word) || isAThing(where.source(), words))) {
        add(
            Doubt.Rule.CLASS_NOT_IN_PICTURE,
            "it names \"%s\", and no region is one".formatted(words.group()),
            where,
            words.start(),
            words.end());
      }
    }
  }

  /** "a horse trailer", "dog-like": the word only says of what kind another thing is. */
  private boolean isPartOfAName(String text, Matcher word) {
    if (word.end() < text.length() && text.charAt(word.end()) == '-') {
      return true;
    }
    if (word.start() > 0 && text.charAt(word.start() - 1) == '-') {
      return true;
    }
    Matcher next = WORD.matcher(text);
    if (!next.find(word.end()) || next.start() != word.end() + 1) {
      return false;
    }
    return ClassWords.categoriesOf(next.group()).stream().anyMatch(categories::contains);
  }

  /** Behind an article, with at most two words between, and in front of no other noun. */
  private static boolean isAThing(String text, Matcher word) {
    String before = text.substring(Math.max(0, word.start() - 40), word.start());
    List<String> words = List.of(before.toLowerCase(Locale.ROOT).split("[^\\p{L}'’]+"));
    boolean hasArticle =
        words.subList(Math.max(0, words.size() - 3), words.size()).stream()
            .anyMatch(BEFORE_A_THING::contains);
    Matcher next = WORD.matcher(text);
    boolean isLast = !next.find(word.end()) || next.start() != word.end() + 1;
    return hasArticle && (isLast || AFTER_A_THING.contains(next.group().toLowerCase(Locale.ROOT)));
  }

  private void guesses(Where where) {
    Matcher guess = where.matcher(GUESS);
    while (guess.find()) {
      add(
          Doubt.Rule.SPECULATION,
          "it guesses: \"%s\"".formatted(guess.group()),
          where,
          guess.start(),
          guess.end());
    }
  }

  private void counts(PhraseGroup group, Where where) {
    Matcher number = COUNTED.matcher(group.phrase());
    if (!number.find()) {
      return;
    }
    int said = number(number.group(1));
    int marked = group.markIds().size();
    boolean hasCrowd =
        group.markIds().stream()
            .map(byMark::get)
            .anyMatch(region -> region == null || isUncountable(region.segment()));
    if (said != marked && !hasCrowd) {
      int start = where.from() + number.start(1);
      add(
          Doubt.Rule.COUNT_DISAGREES,
          "it says %s, and the tag names %d".formatted(number.group(1), marked),
          where,
          start,
          start + number.group(1).length());
    }
  }

  private static boolean isUncountable(Segment segment) {
    return segment.isCrowd()
        || !segment.isThing()
        || ClassNoun.of(segment.category()).form() == ClassNoun.Form.PAIR;
  }

  private static int number(String word) {
    int index = NUMBERS.indexOf(word.toLowerCase(Locale.ROOT));
    return index >= 0 ? index : Integer.parseInt(word);
  }

  private void colors(Where where, RegionFacts region) {
    Matcher words = where.matcher(WORD);
    while (words.find()) {
      String word = words.group().toLowerCase(Locale.ROOT).replace("grey", "gray");
      for (NamedColor color : NamedColor.values()) {
        if (color.word().equals(word)
            && modifiesItsRegion(where, words, region)
            && neighbourhood(color).stream().mapToDouble(region.colors()::shareOf).sum()
                < NO_SHARE) {
          add(
              Doubt.Rule.COLOR_DISAGREES,
              "it says %s, and the region is %s"
                  .formatted(word, region.colors().words().orElse("of many colors")),
              where,
              words.start(),
              words.end());
        }
      }
    }
  }

  /**
   * It stands before the first noun of the region's class, and the next words up to a noun name
   * this class: later ones may be about a neighbour of the same class.
   */
  private static boolean modifiesItsRegion(Where where, Matcher color, RegionFacts region) {
    Set<String> own = ClassWords.of(region.segment().categoryId());
    String before = where.source().substring(where.from(), color.start());
    if (ClassWords.names(before, region.segment().categoryId())) {
      return false;
    }
    Matcher next = WORD.matcher(where.source()).region(color.end(), where.to());
    for (int i = 0; i < 4 && next.find(); i++) {
      String word = next.group().toLowerCase(Locale.ROOT);
      if (own.contains(word)) {
        return true;
      }
      if (!ClassWords.categoriesOf(word).isEmpty()) {
        return false;
      }
    }
    return false;
  }

  /** Colours that people and light do not keep apart. */
  private static List<NamedColor> neighbourhood(NamedColor color) {
    return switch (color) {
      case BLACK -> List.of(NamedColor.BLACK, NamedColor.GRAY);
      case GRAY -> List.of(NamedColor.GRAY, NamedColor.BLACK, NamedColor.WHITE);
      case WHITE -> List.of(NamedColor.WHITE, NamedColor.GRAY, NamedColor.BEIGE);
      case RED -> List.of(NamedColor.RED, NamedColor.PINK, NamedColor.ORANGE, NamedColor.BROWN);
      case ORANGE ->
          List.of(NamedColor.ORANGE, NamedColor.RED, NamedColor.YELLOW, NamedColor.BROWN);
      case YELLOW -> List.of(NamedColor.YELLOW, NamedColor.ORANGE, NamedColor.BEIGE);
      case GREEN -> List.of(NamedColor.GREEN, NamedColor.TURQUOISE);
      case TURQUOISE -> List.of(NamedColor.TURQUOISE, NamedColor.GREEN, NamedColor.BLUE);
      case BLUE -> List.of(NamedColor.BLUE, NamedColor.TURQUOISE, NamedColor.PURPLE);
      case PURPLE -> List.of(NamedColor.PURPLE, NamedColor.PINK, NamedColor.BLUE);
      case PINK -> List.of(NamedColor.PINK, NamedColor.RED, NamedColor.PURPLE, NamedColor.BEIGE);
      case BROWN ->
          List.of(NamedColor.BROWN, NamedColor.BEIGE, NamedColor.ORANGE, NamedColor.BLACK);
      case BEIGE ->
          List.of(NamedColor.BEIGE, NamedColor.BROWN, NamedColor.WHITE, NamedColor.YELLOW);
    };
  }

  private void sides(Where where, RegionFacts region) {
    Matcher side = where.matcher(SIDE);
    while (side.find()) {
      boolean saysLeft = side.group(1).equalsIgnoreCase("left");
      Place.Zone zone = region.place().horizontal();
      if (zone == (saysLeft ? Place.Zone.END : Place.Zone.START)) {
        add(
            Doubt.Rule.PLACE_DISAGREES,
            "it says %s, and the region is %s"
                .formatted(side.group(1).toLowerCase(Locale.ROOT), region.place().words()),
            where,
            side.start(),
            side.end());
      }
    }
  }

  private void add(Doubt.Rule rule, String detail, Where where, int start, int end) {
    doubts.add(
        new Doubt(
            rule,
            detail,
            where.mark(),
            where.text(),
            where.source().codePointCount(0, start),
            where.source().codePointCount(0, end)));
  }
}
