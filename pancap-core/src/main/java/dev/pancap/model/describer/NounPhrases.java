package dev.pancap.model.describer;

import dev.pancap.facts.ClassNoun;
import dev.pancap.facts.ColorShare;
import dev.pancap.facts.NamedColor;
import dev.pancap.facts.RegionFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Names regions: article, colour, noun. */
final class NounPhrases {
  /** What clothes have and skin, hair and shadow have not. */
  private static final Set<NamedColor> CLOTHES =
      Set.of(
          NamedColor.WHITE,
          NamedColor.BLUE,
          NamedColor.GREEN,
          NamedColor.RED,
          NamedColor.YELLOW,
          NamedColor.PURPLE,
          NamedColor.TURQUOISE);

  private final Predicate<String> mayBeSaid;

  /**
   * @param mayBeSaid whether no person struck these words
   */
  NounPhrases(Predicate<String> mayBeSaid) {
    this.mayBeSaid = mayBeSaid;
  }

  /** {@code a dark red car}, {@code green grass}, {@code a group of people}. */
  String indefinite(RegionFacts region) {
    if (region.segment().isCrowd()) {
      return crowd(region);
    }
    ClassNoun noun = region.noun();
    String words = color(region).map(color -> color + " ").orElse("") + bare(region);
    boolean isSingle = noun.form() == ClassNoun.Form.COUNT || noun.form() == ClassNoun.Form.PAIR;
    String named = isSingle && isSingular(region) ? English.withArticle(words) : words;
    return named + clothes(region);
  }

  /** The same thing spoken of again: {@code the red car}. */
  String definite(RegionFacts region) {
    return region.segment().isCrowd() ? "the " + crowd(region).substring(2) : "the " + bare(region);
  }

  /** {@code three white vases}, {@code two pieces of broccoli}. */
  String several(List<RegionFacts> regions) {
    RegionFacts first = regions.get(0);
    return English.number(regions.size())
        + " "
        + commonColor(regions).map(color -> color + " ").orElse("")
        + plural(first.noun());
  }

  /** The colour that all of them have, if any. */
  Optional<String> commonColor(List<RegionFacts> regions) {
    Optional<String> color = color(regions.get(0));
    return regions.stream().allMatch(region -> color(region).equals(color))
        ? color
        : Optional.empty();
  }

  /** What may stand before the noun; people are not coloured. */
  Optional<String> color(RegionFacts region) {
    boolean isPerson = region.segment().category().equals("person");
    return isPerson || region.segment().isCrowd()
        ? Optional.empty()
        : region
            .colors()
            .words()
            .filter(words -> !region.noun().singular().contains(words))
            .filter(mayBeSaid);
  }

  /** The noun in the number that the region has. */
  String bare(RegionFacts region) {
    return isSingular(region) ? region.noun().singular() : region.noun().plural();
  }

  /** A thing is one; stuff of a countable kind is one if it hangs together. */
  boolean isSingular(RegionFacts region) {
    return region.segment().isThing()
        || region.isOnePiece()
        || region.noun().form() == ClassNoun.Form.MASS
        || region.noun().form() == ClassNoun.Form.PLURAL
        || region.segment().category().equals("sky-other-merged");
  }

  /** Whether the verb that follows is plural. */
  boolean takesPluralVerb(RegionFacts region) {
    return !region.segment().isCrowd()
        && (region.noun().form() == ClassNoun.Form.PLURAL || !isSingular(region));
  }

  static String plural(ClassNoun noun) {
    return noun.form() == ClassNoun.Form.MASS ? "pieces of " + noun.singular() : noun.plural();
  }

  private String clothes(RegionFacts region) {
    List<ColorShare> named = region.colors().named();
    if (!region.segment().category().equals("person")
        || named.size() != 1
        || !CLOTHES.contains(named.get(0).color())) {
      return "";
    }
    String words = "in " + named.get(0).color().word();
    return mayBeSaid.test(words) ? " " + words : "";
  }

  private static String crowd(RegionFacts region) {
    ClassNoun noun = region.noun();
    return switch (noun.form()) {
      case MASS, PLURAL -> "a pile of " + noun.singular();
      default -> "a group of " + noun.plural();
    };
  }
}
