package dev.pancap.eval.caption.meteor;

import dev.pancap.wordnet.PartOfSpeech;
import dev.pancap.wordnet.WordNet;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.tartarus.snowball.ext.englishStemmer;

/**
 * Stems and synonym sets of words, looked up once each. Stems are those of Snowball's "english";
 * synonym sets are WordNet 3.0's, a word having those of its base forms too. Safe for use by
 * several threads.
 */
final class Lexicon {
  /**
   * @param synsets ascending offsets over all parts of speech. As in METEOR a noun and a verb can
   *     have the same offset by chance.
   */
  record Entry(String word, String stem, int[] synsets, boolean function) {
    boolean isSynonymOf(Entry other) {
      int i = 0;
      int j = 0;
      while (i < synsets.length && j < other.synsets.length) {
        if (synsets[i] == other.synsets[j]) {
          return true;
        }
        if (synsets[i] < other.synsets[j]) {
          i++;
        } else {
          j++;
        }
      }
      return false;
    }
  }

  private record Suffix(String ending, String replacement) {}

  /** The first rule that gives a word wins: nouns, then verbs, then adjectives. */
  private static final List<Suffix> SUFFIXES =
      List.of(
          new Suffix("s", ""),
          new Suffix("ses", "s"),
          new Suffix("xes", "x"),
          new Suffix("zes", "z"),
          new Suffix("ches", "ch"),
          new Suffix("shes", "sh"),
          new Suffix("men", "man"),
          new Suffix("ies", "y"),
          new Suffix("s", ""),
          new Suffix("ies", "y"),
          new Suffix("es", "e"),
          new Suffix("es", ""),
          new Suffix("ed", "e"),
          new Suffix("ed", ""),
          new Suffix("ing", "e"),
          new Suffix("ing", ""),
          new Suffix("er", ""),
          new Suffix("est", ""),
          new Suffix("er", "e"),
          new Suffix("est", "e"));

  private final WordNet wordNet = WordNet.instance();
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final ThreadLocal<englishStemmer> stemmers = ThreadLocal.withInitial(englishStemmer::new);

  Entry[] lookUp(String[] words) {
    return Arrays.stream(words).map(this::lookUp).toArray(Entry[]::new);
  }

  private Entry lookUp(String word) {
    return entries.computeIfAbsent(
        word, w -> new Entry(w, stem(w), synsets(w), FunctionWords.contains(w)));
  }

  private String stem(String word) {
    englishStemmer stemmer = stemmers.get();
    stemmer.setCurrent(word);
    stemmer.stem();
    return stemmer.getCurrent();
  }

  private int[] synsets(String word) {
    Set<Integer> synsets = new TreeSet<>();
    addSynsets(word, synsets);
    for (String base : bases(word)) {
      addSynsets(base, synsets);
    }
    return synsets.stream().mapToInt(Integer::intValue).toArray();
  }

  private Set<String> bases(String word) {
    Set<String> listed = new LinkedHashSet<>();
    for (PartOfSpeech pos : PartOfSpeech.values()) {
      listed.addAll(wordNet.exceptions(word, pos));
    }
    if (!listed.isEmpty()) {
      return listed;
    }
    if (word.length() <= 2 || word.endsWith("ss")) {
      return Set.of(word);
    }
    for (Suffix suffix : SUFFIXES) {
      if (word.endsWith(suffix.ending())) {
        String base =
            word.substring(0, word.length() - suffix.ending().length()) + suffix.replacement();
        if (isWord(base)) {
          return Set.of(base);
        }
      }
    }
    return Set.of();
  }

  private boolean isWord(String word) {
    for (PartOfSpeech pos : PartOfSpeech.values()) {
      if (wordNet.has(word, pos)) {
        return true;
      }
    }
    return false;
  }

  private void addSynsets(String word, Set<Integer> synsets) {
    for (PartOfSpeech pos : PartOfSpeech.values()) {
      synsets.addAll(wordNet.synsets(word, pos));
    }
  }
}
