package dev.pancap.eval.caption;

import dev.pancap.eval.caption.meteor.Meteor;
import java.io.Serializable;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * The first pass: what an image's scores depend on beyond the image. That is CIDEr's document
 * frequencies, and the words for which METEOR needs paraphrases. States of disjoint sets of images
 * merge in any order. Not safe for use by several threads.
 */
public final class CorpusState implements Serializable {
  private static final long serialVersionUID = 1L;

  private final boolean countsFrequencies;
  private final boolean collectsWords;
  private final DocumentFrequencies frequencies = new DocumentFrequencies();
  private final HashSet<String> words = new HashSet<>();

  /** Nothing yet, of what the measures need. */
  public CorpusState(CaptionMeasures measures) {
    countsFrequencies = measures.metrics().contains(CaptionMetric.CIDER);
    collectsWords = measures.needsWords();
  }

  public void add(TokenizedImage image) {
    if (countsFrequencies) {
      frequencies.add(image);
    }
    if (collectsWords) {
      Meteor.addWords(image.candidate(), words);
      image.references().forEach(line -> Meteor.addWords(line, words));
    }
  }

  /** Takes in what another state of the same measures holds. */
  public void merge(CorpusState other) {
    frequencies.merge(other.frequencies);
    words.addAll(other.words);
  }

  DocumentFrequencies frequencies() {
    return frequencies;
  }

  Set<String> words() {
    return Collections.unmodifiableSet(words);
  }
}
