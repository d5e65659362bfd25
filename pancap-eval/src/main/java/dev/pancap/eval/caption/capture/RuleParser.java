package dev.pancap.eval.caption.capture;

import dev.pancap.eval.caption.capture.SceneGraph.Entity;
import dev.pancap.eval.caption.capture.SceneGraph.Relation;
import dev.pancap.wordnet.Lemmatizer;
import dev.pancap.wordnet.PartOfSpeech;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A scene graph parser of rules over parts of speech, for where there is no model. Things are runs
 * of nouns; attributes are adjectives before them or behind "is"; two things are related by the
 * verbs and prepositions between them. Its scores are not comparable with CAPTURE's and have
 * another name.
 */
public final class RuleParser implements SceneGraphParser {
  private static final Set<String> COPULAS = Set.of("is", "are", "was", "were", "appears", "looks");

  private final Tagger tagger = new Tagger();
  private final Lemmatizer lemmatizer = new Lemmatizer();

  @Override
  public List<SceneGraph> parse(List<String> sentences) {
    return sentences.stream().map(sentence -> new Reading().read(words(sentence))).toList();
  }

  private List<TaggedWord> words(String sentence) {
    return tagger.tag(WordTokenizer.words(sentence));
  }

  /** What has been read of one sentence. */
  private final class Reading {
    private final Map<String, Set<String>> attributes = new LinkedHashMap<>();
    private final List<String> heads = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();
    private final List<String> linking = new ArrayList<>();
    private int subject = -1;
    private boolean copula;

    SceneGraph read(List<TaggedWord> words) {
      int i = 0;
      while (i < words.size()) {
        i = words.get(i).isNoun() ? thing(words, i) : other(words.get(i), i);
      }
      endClause();
      List<Entity> entities =
          heads.stream()
              .map(
                  head ->
                      new Entity(head, "", List.copyOf(attributes.getOrDefault(head, Set.of()))))
              .toList();
      return new SceneGraph(entities, relations);
    }

    private int thing(List<TaggedWord> words, int start) {
      int end = start;
      List<String> parts = new ArrayList<>();
      while (end < words.size() && words.get(end).isNoun()) {
        parts.add(words.get(end).word());
        end++;
      }
      String head = String.join(" ", parts);
      if (!heads.contains(head)) {
        heads.add(head);
      }
      int index = heads.indexOf(head);
      attributes.computeIfAbsent(head, added -> new LinkedHashSet<>()).addAll(pending);
      pending.clear();
      if (subject >= 0 && subject != index && !linking.isEmpty()) {
        relations.add(new Relation(subject, String.join(" ", linking), index));
        linking.clear();
      } else if (linking.isEmpty()) {
        subject = index;
      }
      copula = false;
      return end;
    }

    private int other(TaggedWord word, int index) {
      switch (word.tag()) {
        case "ADJ" -> pending.add(word.word());
        case "ADP" -> linking.add(word.word());
        case "VERB" -> linking.add(lemmatizer.lemma(word.word(), PartOfSpeech.VERB));
        case "AUX" -> copula = copula || COPULAS.contains(word.word());
        case "PUNCT", "CCONJ", "SCONJ" -> {
          if (!word.word().equals(",") && !word.word().equals("and")) {
            endClause();
          }
        }
        default -> {
          // Articles, adverbs, numbers and pronouns neither link nor describe.
        }
      }
      return index + 1;
    }

    /** Adjectives behind "is" belong to the subject. */
    private void endClause() {
      if (copula && subject >= 0) {
        attributes
            .computeIfAbsent(heads.get(subject), added -> new LinkedHashSet<>())
            .addAll(pending);
      }
      pending.clear();
      linking.clear();
      copula = false;
      subject = -1;
    }
  }
}
