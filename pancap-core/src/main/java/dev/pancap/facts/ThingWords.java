package dev.pancap.facts;

import dev.pancap.caption.ClassWords;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which words of a text surely name a thing of one of COCO's classes. A word with several meanings
 * is no evidence, or only where its neighbours leave it one.
 */
final class ThingWords {
  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{N}'’]*");

  /** COCO's stuff has larger category ids than its things. */
  private static final int FIRST_STUFF = 92;

  /** Words that name a class only now and then, whatever stands around them. */
  private static final Set<String> NEVER_EVIDENCE =
      words(
          """
          light lights group family couple bunch slice slices case range cover covers figure
          figures face hand hands arm head member members seat seats throw crowd flock herd
          control controls display sub pack someone human individual individuals orange
          oranges
          """);

  /**
   * Words that are colours, materials or parts as often as things: evidence only behind an article
   * and in front of no other noun, "an orange" and not "an orange car".
   */
  private static final Set<String> NEEDS_ARTICLE =
      words(
          """
          glass bat mouse tie board boards dish bag toy screen engine coach carriage pitcher
          jar plant pot sign signal disc disk remote book kite brush basin toast pie bear duck
          crow swan pet driver passenger player ram calf table desk van trailer wagon lamp
          stool bench box cup monitor cycle watch notebook mobile fruit vegetable utensil ball
          clock ski train bus car truck bed couch chair oven sink phone bowl bottle
          """);

  private static final Set<String> BEFORE_A_THING =
      words(
          """
          a an the one another this that each every his her their its two three four five six
          some several many
          """);

  private static final Set<String> AFTER_A_THING =
      words(
          """
          is are was were has have in on at by near with and or that which who of to from
          behind beside under over above below between against along across inside next stands
          sits lies rests hangs can appears occupies fills
          """);

  private ThingWords() {}

  private static Set<String> words(String block) {
    return Set.of(block.strip().split("\\s+"));
  }

  /**
   * Whether a word surely names a thing, and one of another class than these.
   *
   * @param categories the ids of the classes that the picture has
   * @param word where it stands in the text
   */
  static boolean isOfNoClassIn(Set<Integer> categories, String text, MatchResult word) {
    String lower = word.group().toLowerCase(Locale.ROOT);
    Set<Integer> named = ClassWords.categoriesOf(lower);
    return named.stream().anyMatch(category -> category < FIRST_STUFF)
        && !NEVER_EVIDENCE.contains(lower)
        && named.stream().noneMatch(categories::contains)
        && !isPartOfAName(categories, text, word)
        && (!NEEDS_ARTICLE.contains(lower) || isAThing(text, word));
  }

  /** "a horse trailer", "dog-like": the word only says of what kind another thing is. */
  private static boolean isPartOfAName(Set<Integer> categories, String text, MatchResult word) {
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
  private static boolean isAThing(String text, MatchResult word) {
    String before = text.substring(Math.max(0, word.start() - 40), word.start());
    List<String> words = List.of(before.toLowerCase(Locale.ROOT).split("[^\\p{L}'’]+"));
    boolean hasArticle =
        words.subList(Math.max(0, words.size() - 3), words.size()).stream()
            .anyMatch(BEFORE_A_THING::contains);
    Matcher next = WORD.matcher(text);
    boolean isLast = !next.find(word.end()) || next.start() != word.end() + 1;
    return hasArticle && (isLast || AFTER_A_THING.contains(next.group().toLowerCase(Locale.ROOT)));
  }
}
