package dev.pancap.wordnet;

/** The parts of speech that WordNet has a file each for. */
public enum PartOfSpeech {
  NOUN("noun"),
  VERB("verb"),
  ADJECTIVE("adj"),
  ADVERB("adv");

  private final String suffix;

  PartOfSpeech(String suffix) {
    this.suffix = suffix;
  }

  /** As file names have it. */
  String suffix() {
    return suffix;
  }
}
