package dev.pancap.eval.caption.capture;

import dev.pancap.wordnet.Lemmatizer;
import dev.pancap.wordnet.PartOfSpeech;
import dev.pancap.wordnet.WordNet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** CAPTURE's likeness of two phrases by WordNet 3.0. Safe for use by several threads. */
public final class Synonyms {
  private static final double EPSILON = 1e-6;

  private final WordNet wordNet = WordNet.instance();
  private final Lemmatizer lemmatizer = new Lemmatizer();
  private final Map<String, Set<String>> lemmas = new ConcurrentHashMap<>();

  /**
   * 1 if one phrase's letters are within the other's ("car" and "cart", too), else the share of
   * lemmas that the synsets of both have in common.
   */
  public double score(String a, String b) {
    if (a.contains(b) || b.contains(a)) {
      return 1;
    }
    Set<String> ours = lemmas(a);
    Set<String> theirs = lemmas(b);
    int common = 0;
    for (String lemma : ours) {
      if (theirs.contains(lemma)) {
        common++;
      }
    }
    return common / (ours.size() + theirs.size() - common + EPSILON);
  }

  private Set<String> lemmas(String phrase) {
    return lemmas.computeIfAbsent(phrase, this::find);
  }

  private Set<String> find(String phrase) {
    String word = phrase.replace(' ', '_').toLowerCase(Locale.ROOT);
    Set<String> found = new HashSet<>();
    for (PartOfSpeech pos : PartOfSpeech.values()) {
      for (String base : lemmatizer.bases(word, pos)) {
        for (int synset : wordNet.synsets(base, pos)) {
          found.addAll(wordNet.lemmas(synset, pos));
        }
      }
    }
    return found;
  }
}
