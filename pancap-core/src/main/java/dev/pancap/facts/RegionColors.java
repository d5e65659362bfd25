package dev.pancap.facts;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
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
  private static final double DARK = 0.42;
  private static final double LIGHT = 0.78;

  public RegionColors {
    shares = List.copyOf(shares);
  }

  static RegionColors of(int[] counts, long[] lightnessSums, long total) {
    List<ColorShare> shares = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0 && 100L * counts[i] >= total) {
        shares.add(
            new ColorShare(
                ColorTable.color(i),
                counts[i] / (double) total,
                lightnessSums[i] / (100.0 * counts[i])));
      }
    }
    shares.sort(
        Comparator.comparingDouble(ColorShare::share).reversed().thenComparing(ColorShare::color));
    return new RegionColors(shares);
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
    return shaded(first);
  }

  /** The named colours in words, {@code dark green} or {@code black and white}; empty if none. */
  public Optional<String> words() {
    List<ColorShare> named = named();
    return switch (named.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(shade(named.get(0)) + named.get(0).color().word());
      default -> Optional.of(named.get(0).color().word() + " and " + named.get(1).color().word());
    };
  }

  private List<ColorShare> shaded(ColorShare first) {
    double alike = 0;
    double lightness = 0;
    for (ColorShare share : shares) {
      if (share == first || !areDistinct(first, share)) {
        alike += share.share();
        lightness += share.share() * share.lightness();
      }
    }
    boolean isOne = first.share() >= 0.4 && alike >= BOTH;
    return isOne ? List.of(new ColorShare(first.color(), alike, lightness / alike)) : List.of();
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

  private static String shade(ColorShare share) {
    return switch (share.color()) {
      case BLACK, WHITE, BEIGE, ORANGE, YELLOW, TURQUOISE -> "";
      case PINK -> share.lightness() > 0.85 ? "light " : "";
      default -> share.lightness() < DARK ? "dark " : share.lightness() > LIGHT ? "light " : "";
    };
  }
}
