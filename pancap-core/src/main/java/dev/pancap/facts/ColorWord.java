package dev.pancap.facts;

import dev.pancap.caption.ClassWords;
import dev.pancap.panoptic.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word by which a text gives a region a colour.
 *
 * @param start where the word stands in the text, in chars
 * @param end exclusive
 */
record ColorWord(NamedColor color, int start, int end) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{N}'’]*");

  /** Less of a colour than this is none of it: JPEG noise, a reflection. */
  private static final double NO_SHARE = 0.03;

  /** How many words may stand between a colour and the noun that it belongs to. */
  private static final int REACH = 4;

  /** The colours that a stretch of a text, from {@code from} to {@code to}, gives the region. */
  static List<ColorWord> of(Segment region, String text, int from, int to) {
    List<ColorWord> found = new ArrayList<>();
    Matcher words = WORD.matcher(text).region(from, to);
    while (words.find()) {
      String word = words.group().toLowerCase(Locale.ROOT).replace("grey", "gray");
      for (NamedColor color : NamedColor.values()) {
        if (color.word().equals(word)
            && !ClassWords.names(text.substring(from, words.start()), region.categoryId())
            && isBeforeNoun(region, WORD.matcher(text).region(words.end(), to))) {
          found.add(new ColorWord(color, words.start(), words.end()));
        }
      }
    }
    return found;
  }

  /**
   * The next words up to a noun name the region's class. (Where the class was named before, a later
   * noun may be a neighbour of the same class.)
   */
  private static boolean isBeforeNoun(Segment region, Matcher next) {
    Set<String> own = ClassWords.of(region.categoryId());
    for (int i = 0; i < REACH && next.find(); i++) {
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

  /** Whether a region of these colours has next to nothing of this one. */
  boolean isAbsentFrom(RegionColors colors) {
    return neighbourhood().stream().mapToDouble(colors::shareOf).sum() < NO_SHARE;
  }

  /** Colours that people and light do not keep apart. */
  private List<NamedColor> neighbourhood() {
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
}
