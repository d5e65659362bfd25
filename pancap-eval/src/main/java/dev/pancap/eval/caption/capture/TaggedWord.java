package dev.pancap.eval.caption.capture;

/**
 * A word of a sentence with its part of speech.
 *
 * @param tag universal part of speech, such as NOUN, PROPN, ADJ, ADP
 */
record TaggedWord(String word, String tag) {
  boolean isNoun() {
    return tag.equals("NOUN") || tag.equals("PROPN");
  }
}
