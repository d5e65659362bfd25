package dev.pancap.facts;

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
      if (ThingWords.isOfNoClassIn(categories, where.source(), words)) {
        add(
            Doubt.Rule.CLASS_NOT_IN_PICTURE,
            "it names \"%s\", and no region is one".formatted(words.group()),
            where,
            words.start(),
            words.end());
      }
    }
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

  /**
   * A colour before the first noun of the region's class is the region's; before another noun, or
   * one of this class again, it may be that of any region which the noun can mean.
   */
  private void colors(Where where, RegionFacts region) {
    for (ColorWord word : ColorWord.of(where.source(), where.from(), where.to())) {
      boolean isItsOwn =
          word.isFirst() && word.categories().contains(region.segment().categoryId());
      List<RegionFacts> meant =
          isItsOwn
              ? List.of(region)
              : byMark.values().stream()
                  .filter(other -> word.categories().contains(other.segment().categoryId()))
                  .toList();
      if (!meant.isEmpty() && meant.stream().allMatch(other -> word.isAbsentFrom(other.colors()))) {
        add(
            Doubt.Rule.COLOR_DISAGREES,
            "it says %s, and the region is %s"
                .formatted(
                    word.color().word(), meant.get(0).colors().words().orElse("of many colors")),
            where,
            word.start(),
            word.end());
      }
    }
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
