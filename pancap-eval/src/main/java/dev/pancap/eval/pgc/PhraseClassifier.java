package dev.pancap.eval.pgc;

import dev.pancap.caption.ClassWords;
import dev.pancap.eval.phrase.PhraseSimilarity;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gives a phrase the class whose name is nearest, of equally near ones that of the smaller id. With
 * an encoder nearness is the cosine, as in the paper; without one it is the words in common, helped
 * by the words that people use for each class. Keeps its answers. Not safe for several threads.
 */
public final class PhraseClassifier {
  private final PhraseSimilarity similarity;
  private final Words words;
  private final List<Category> categories;
  private final Map<String, Category> known = new HashMap<>();

  /** Whether the words that people use for classes are looked at, too. */
  public enum Words {
    NAMES_ONLY,
    NAMES_AND_SYNONYMS
  }

  public PhraseClassifier(PhraseSimilarity similarity, Words words, CategoryTable table) {
    this.similarity = similarity;
    this.words = words;
    this.categories = List.copyOf(table.all());
    if (categories.isEmpty()) {
      throw new IllegalArgumentException("There is no class to choose from");
    }
  }

  /** Names the encoder in results. */
  public String name() {
    return similarity.name();
  }

  public Category classOf(String phrase) {
    return known.computeIfAbsent(phrase, this::nearest);
  }

  private Category nearest(String phrase) {
    Category best = categories.get(0);
    double most = Double.NEGATIVE_INFINITY;
    for (Category category : categories) {
      double near =
          similarity.similarity(phrase, category.displayName()) + synonyms(phrase, category);
      if (near > most) {
        most = near;
        best = category;
      }
    }
    return best;
  }

  /** The later in the naming part of the phrase a word for the class stands, the better. */
  private double synonyms(String phrase, Category category) {
    if (words == Words.NAMES_ONLY) {
      return 0;
    }
    Set<String> names = ClassWords.of(category.id());
    String[] tokens = phrase.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+");
    double bonus = 0;
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i].equals("with") || tokens[i].equals("in") || tokens[i].equals("on")) {
        break;
      }
      if (names.contains(tokens[i])) {
        bonus = (i + 1.0) / tokens.length;
      }
    }
    return bonus;
  }
}
