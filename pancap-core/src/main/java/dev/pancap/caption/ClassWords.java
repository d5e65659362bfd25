package dev.pancap.caption;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words by which people call the classes of COCO: synonyms, inflections, broader terms. */
public final class ClassWords {
  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{N}'’]*");

  /** Where the naming part of a phrase ends: what follows says more of the thing. */
  private static final Set<String> AFTER_THE_HEAD =
      Set.of(
          """
          with in on at by near behind beside under over above below between
          against along across around inside outside from to for that which who
          whose where is are was were has have having wearing holding standing
          sitting lying walking riding carrying looking facing covered filled
          made painted equipped surrounded parked placed containing and or as
          next
          """
              .strip()
              .split("\\s+"));

  private static final Map<Integer, Set<String>> WORDS = new HashMap<>();
  private static final Map<String, Set<Integer>> CATEGORIES = new HashMap<>();

  static {
    load();
  }

  private ClassWords() {}

  /** The words that name a class; empty for a class that COCO does not have. */
  public static Set<String> of(int categoryId) {
    return WORDS.getOrDefault(categoryId, Set.of());
  }

  /** The classes that a word names. */
  public static Set<Integer> categoriesOf(String word) {
    return CATEGORIES.getOrDefault(word.toLowerCase(Locale.ROOT), Set.of());
  }

  /** The words of a text, in lower case. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /** Whether the phrase holds a word that names the class. */
  public static boolean names(String phrase, int categoryId) {
    return names(words(phrase), categoryId);
  }

  /** The same for a phrase that is in words already. */
  static boolean names(List<String> words, int categoryId) {
    Set<String> known = of(categoryId);
    return words.stream().anyMatch(known::contains);
  }

  /**
   * Whether the phrase names another class and not this one: the last word of its naming part is a
   * word for other classes, and no word of the phrase is one for this class.
   */
  public static boolean contradicts(String phrase, int categoryId) {
    if (of(categoryId).isEmpty() || names(phrase, categoryId)) {
      return false;
    }
    List<String> words = words(phrase);
    int end = 0;
    while (end < words.size() && !AFTER_THE_HEAD.contains(words.get(end))) {
      end++;
    }
    int of = words.subList(0, end).indexOf("of");
    // "a slice of pizza": what it is may stand on either side.
    return end > 0
        && !categoriesOf(words.get(end - 1)).isEmpty()
        && (of <= 0 || !categoriesOf(words.get(of - 1)).isEmpty());
  }

  private static void load() {
    try (InputStream text =
            Objects.requireNonNull(
                ClassWords.class.getResourceAsStream("class-words.txt"),
                "class-words.txt is not in the jar");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] cells = line.split("\t");
          int category = Integer.parseInt(cells[0]);
          for (String word : cells[1].split(" ")) {
            WORDS.computeIfAbsent(category, id -> new HashSet<>()).add(word);
            CATEGORIES.computeIfAbsent(word, unseen -> new HashSet<>()).add(category);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The words of the classes cannot be read", e);
    }
  }
}
