package dev.pancap.facts;

import dev.pancap.caption.ClassWords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word by which a text gives a thing a colour: "a red car".
 *
 * @param categories the ids of the classes that the thing's noun may mean
 * @param isFirst whether the text named none of these classes before
 * @param start where the word stands in the text, in chars
 * @param end exclusive
 */
record ColorWord(NamedColor color, Set<Integer> categories, boolean isFirst, int start, int end) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{N}'’]*");

  /** Less of a colour than this is none of it: JPEG noise, a reflection. */
  private static final double NO_SHARE = 0.03;

  /** Less than this of colours like it is none of it where another one clearly prevails. */
  private static final double LITTLE = 0.1;

  private static final double PREVAILING = 0.6;

  /** How many words may stand between a colour and the noun that it belongs to. */
  private static final int REACH = 4;

  /** Behind these begins another noun's phrase. */
  private static final Set<String> ENDS_A_PHRASE =
      Set.of("of", "in", "on", "at", "by", "with", "near", "to", "from", "a", "an", "the", "is");

  /** The colours that a stretch of a text gives to things of known classes. */
  static List<ColorWord> of(String text, int from, int to) {
    List<ColorWord> found = new ArrayList<>();
    Matcher words = WORD.matcher(text).region(from, to);
    while (words.find()) {
      String word = words.group().toLowerCase(Locale.ROOT).replace("grey", "gray");
      for (NamedColor color : NamedColor.values()) {
        if (color.word().equals(word)) {
          Set<Integer> categories = nounAfter(WORD.matcher(text).region(words.end(), to));
          String before = text.substring(from, words.start());
          boolean isFirst = categories.stream().noneMatch(id -> ClassWords.names(before, id));
          found.add(new ColorWord(color, categories, isFirst, words.start(), words.end()));
        }
      }
    }
    return found;
  }

  /**
   * The classes of the noun that the next words lead to, of all words of "baseball glove"; none if
   * they lead to none.
   */
  private static Set<Integer> nounAfter(Matcher next) {
    Set<Integer> noun = new HashSet<>();
    for (int i = 0; i < REACH && next.find(); i++) {
      String word = next.group().toLowerCase(Locale.ROOT);
      Set<Integer> named = ClassWords.categoriesOf(word);
      if (ENDS_A_PHRASE.contains(word) || (named.isEmpty() && !noun.isEmpty())) {
        break;
      }
      noun.addAll(named);
    }
    return noun;
  }

  /**
   * Whether a region of these colours has next to nothing of this one: nothing like it, or little
   * like it and much of another.
   */
  boolean isAbsentFrom(RegionColors colors) {
    List<NamedColor> alike = neighbourhood();
    double share = alike.stream().mapToDouble(colors::shareOf).sum();
    return share < NO_SHARE
        || (share < LITTLE
            && colors.shareOf(color) == 0
            && colors.shares().stream()
                .anyMatch(other -> other.share() >= PREVAILING && !alike.contains(other.color())));
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
