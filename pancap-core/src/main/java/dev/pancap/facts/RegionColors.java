package dev.pancap.facts;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The colours of a region.
 *
 * @param shares colours of at least 1 % of the pixels, the largest share first
 */
public record RegionColors(List<ColorShare> shares) implements Serializable {
  /** One colour names a region if it has at least this share of it. */
  private static final double DOMINANT = 0.55;

  /** Two colours name a region if each has {@link #SECOND} and both have {@link #BOTH} of it. */
  private static final double SECOND = 0.28;

  private static final double BOTH = 0.72;
  private static final double DARK = 0.45;
  private static final double LIGHT = 0.78;

  /** Screens and tyres are black by all three, dark fur and trees in the shade are not. */
  private static final double BLACK_SHARE = 0.72;

  private static final double BLACK_LIGHTNESS = 0.28;

  private static final double BLACK_CHROMA = 0.018;

  public RegionColors {
    shares = List.copyOf(shares);
  }

  /** The share of a colour, 0 to 1. */
  public double shareOf(NamedColor color) {
    return shares.stream()
        .filter(share -> share.color() == color)
        .mapToDouble(ColorShare::share)
        .findFirst()
        .orElse(0);
  }

  /**
   * The colours that a person may name the region by: one that clearly dominates, two that share
   * it, or none. Shades of one material count together: brown with its lights, gray with its
   * shadows.
   */
  public List<ColorShare> named() {
    if (shares.isEmpty()) {
      return List.of();
    }
    ColorShare first = shares.get(0);
    if (first.share() >= DOMINANT) {
      return List.of(first);
    }
    if (shares.size() > 1) {
      ColorShare second = shares.get(1);
      boolean areTwo = second.share() >= SECOND && first.share() + second.share() >= BOTH;
      if (areTwo && areDistinct(first, second)) {
        return List.of(first, second);
      }
    }
    return merged(first);
  }

  /**
   * The named colours in words, {@code dark green}, {@code dark} or {@code black and white}; empty
   * if none. Deep shades of a hue that cannot be told in the dark are {@code dark} and not black.
   */
  public Optional<String> words() {
    List<ColorShare> named = named();
    return switch (named.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(shaded(named.get(0)).strip());
      default -> Optional.of(named.get(0).color().word() + " and " + named.get(1).color().word());
    };
  }

  private List<ColorShare> merged(ColorShare first) {
    double alike = 0;
    double lightness = 0;
    double chroma = 0;
    for (ColorShare share : shares) {
      if (share == first || !areDistinct(first, share)) {
        alike += share.share();
        lightness += share.share() * share.lightness();
        chroma += share.share() * share.chroma();
      }
    }
    boolean isOne = first.share() >= 0.4 && alike >= BOTH;
    return isOne
        ? List.of(new ColorShare(first.color(), alike, lightness / alike, chroma / alike))
        : List.of();
  }

  /** Neighbours on the way from light to shadow are one colour to a person. */
  private static boolean areDistinct(ColorShare a, ColorShare b) {
    return !(isPair(a, b, NamedColor.BROWN, NamedColor.BEIGE)
        || isPair(a, b, NamedColor.BROWN, NamedColor.ORANGE)
        || isPair(a, b, NamedColor.BROWN, NamedColor.BLACK)
        || isPair(a, b, NamedColor.BLUE, NamedColor.TURQUOISE)
        || isPair(a, b, NamedColor.GREEN, NamedColor.TURQUOISE)
        || isPair(a, b, NamedColor.RED, NamedColor.PINK)
        || isPair(a, b, NamedColor.YELLOW, NamedColor.BEIGE)
        || isPair(a, b, NamedColor.GRAY, NamedColor.WHITE)
        || isPair(a, b, NamedColor.GRAY, NamedColor.BLACK));
  }

  private static boolean isPair(ColorShare a, ColorShare b, NamedColor one, NamedColor other) {
    return (a.color() == one && b.color() == other) || (a.color() == other && b.color() == one);
  }

  private static String shaded(ColorShare share) {
    String word = share.color().word();
    return switch (share.color()) {
      case BLACK ->
          share.share() >= BLACK_SHARE
                  && share.lightness() <= BLACK_LIGHTNESS
                  && share.chroma() <= BLACK_CHROMA
              ? word
              : "dark";
      case WHITE, BEIGE, ORANGE, YELLOW, TURQUOISE -> word;
      // Purple itself is dark: #800080 has a lightness of 0.42.
      case PURPLE -> share.lightness() < 0.38 ? "dark " + word : word;
      case PINK -> share.lightness() > 0.88 ? "light " + word : word;
      default ->
          share.lightness() < DARK
              ? "dark " + word
              : share.lightness() > LIGHT ? "light " + word : word;
    };
  }
}
