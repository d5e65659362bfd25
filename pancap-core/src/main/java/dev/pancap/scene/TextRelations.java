package dev.pancap.scene;

import dev.pancap.caption.GroundedCaption;
import dev.pancap.caption.PhraseGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Relations that a grounded paragraph says: two tagged phrases of one sentence with nothing between
 * them but a known relation. "{@code <1: A man> is riding <2: a brown horse>}" gives "riding".
 * Several objects of a phrase stand alike to those of the other.
 */
final class TextRelations {
  /** Marks of one phrase; a "group of twenty people" makes no twenty relations. */
  private static final int MOST_MARKS = 4;

  private static final Pattern BETWEEN =
      Pattern.compile(
          "\\s*(?:(?:is|are|who is|who are|that is|that are|which is|which are)\\s+)?(?:also\\s+)?"
              + "(?<said>(?:standing|sitting|lying|walking|running|parked|resting|flying|leaning"
              + "|hanging|driving|riding|swimming|growing|placed|seen)"
              + "\\s+(?:on top of|in front of|next to|on|in|over|under|beneath|behind|beside|near"
              + "|against|above|below|along|by|from|at)"
              + "|on top of|in front of|next to|to the left of|to the right of|attached to"
              + "|on|in|inside|over|under|beneath|behind|beside|near|above|below|against|around"
              + "|holding|carrying|wearing|riding|driving|eating|drinking|chasing|touching|pushing"
              + "|pulling|kicking|throwing|catching|feeding|watching|facing|covering|using)"
              + "\\s+(?:the |a |an )?",
          Pattern.CASE_INSENSITIVE);

  private TextRelations() {}

  static List<SceneRelation> of(GroundedCaption caption) {
    String plain = caption.plain();
    List<PhraseGroup> groups =
        caption.groups().stream().sorted(Comparator.comparingInt(PhraseGroup::start)).toList();
    List<SceneRelation> relations = new ArrayList<>();
    for (int i = 1; i < groups.size(); i++) {
      PhraseGroup subject = groups.get(i - 1);
      PhraseGroup object = groups.get(i);
      if (subject.markIds().size() > MOST_MARKS || object.markIds().size() > MOST_MARKS) {
        continue;
      }
      int from = plain.offsetByCodePoints(0, subject.end());
      Matcher between =
          BETWEEN.matcher(plain.substring(from, plain.offsetByCodePoints(0, object.start())));
      if (between.matches()) {
        String said = between.group("said").toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        add(subject, said, object, relations);
      }
    }
    return relations;
  }

  private static void add(
      PhraseGroup subject, String said, PhraseGroup object, List<SceneRelation> to) {
    String evidence = "\"%s %s %s\"".formatted(subject.phrase(), said, object.phrase());
    for (int a : subject.markIds()) {
      for (int b : object.markIds()) {
        if (a != b) {
          to.add(new SceneRelation(a, said, b, Source.TEXT, evidence));
        }
      }
    }
  }
}
