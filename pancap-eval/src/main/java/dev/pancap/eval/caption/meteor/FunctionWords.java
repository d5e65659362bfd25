package dev.pancap.eval.caption.meteor;

import java.util.Set;

/** METEOR's list of the most frequent English words and signs; all other words are content. */
final class FunctionWords {
  private static final Set<String> WORDS =
      Set.of(
          ("the , . to of and a in that for \" is on 's it with was as said at he by be from have"
                  + " has are his but an this not i will \u2019 they ) -rrb- ( -lrb- who their had"
                  + " we which were been more or s its would about new one after you : also up when"
                  + " there than $ all out her people she year two - can if last first \u201C over"
                  + " other \u201D into some what so -- no time years could ? 't \u2014 '")
              .split(" "));

  private FunctionWords() {}

  static boolean contains(String word) {
    return WORDS.contains(word);
  }
}
