package dev.pancap.eval.caption.capture;

import dev.pancap.wordnet.Lemmatizer;
import dev.pancap.wordnet.PartOfSpeech;
import java.util.HashSet;
import java.util.Set;

/** The words of a caption that a tagger takes for nouns, as base forms. */
public final class TaggedNouns implements NounFinder {
  private final Tagger tagger = new Tagger();
  private final Lemmatizer lemmatizer = new Lemmatizer();

  @Override
  public Set<String> nouns(String caption) {
    Set<String> nouns = new HashSet<>();
    for (String sentence : SentenceSplitter.split(caption)) {
      for (TaggedWord word : tagger.tag(WordTokenizer.words(sentence))) {
        if (word.isNoun()) {
          nouns.add(lemmatizer.lemma(word.word(), PartOfSpeech.NOUN));
        }
      }
    }
    return nouns;
  }
}
