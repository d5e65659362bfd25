package dev.pancap.eval.caption.capture;

import dev.pancap.eval.caption.capture.CaptionFacts.Triple;
import dev.pancap.wordnet.Lemmatizer;
import dev.pancap.wordnet.PartOfSpeech;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Merges the scene graphs of a caption's sentences into what CAPTURE compares: base forms, only
 * things that the caption has as nouns, and no objects of the stop list.
 */
public final class FactExtractor {
  private final SceneGraphParser parser;
  private final NounFinder nouns;
  private final Set<String> stopWords;
  private final Lemmatizer lemmatizer = new Lemmatizer();

  /**
   * @param stopWords objects that do not count
   */
  public FactExtractor(SceneGraphParser parser, NounFinder nouns, Set<String> stopWords) {
    this.parser = parser;
    this.nouns = nouns;
    this.stopWords = Set.copyOf(stopWords);
  }

  /** CAPTURE's own list: "background", "scene", "image" and others that captions abound in. */
  public static Set<String> stopWords() {
    try (InputStream in =
        Objects.requireNonNull(
            FactExtractor.class.getResourceAsStream("object-stop-words.txt"),
            "object-stop-words.txt")) {
      return new HashSet<>(
          Arrays.asList(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the stop list", e);
    }
  }

  /** What a caption says. */
  public CaptionFacts facts(String caption) {
    CaptionFacts all = CaptionFacts.empty();
    List<String> sentences = SentenceSplitter.split(caption);
    for (SceneGraph graph : parser.parse(sentences)) {
      add(graph, all);
    }
    Set<String> named = nouns.nouns(caption);
    all.objects().removeIf(object -> !isNoun(object, named) || stopWords.contains(object));
    all.attributes().keySet().removeIf(owner -> !isNoun(owner, named));
    all.relations()
        .removeIf(
            relation -> !isNoun(relation.subject(), named) || !isNoun(relation.object(), named));
    return all;
  }

  private void add(SceneGraph graph, CaptionFacts facts) {
    for (SceneGraph.Entity entity : graph.entities()) {
      String object = lemmatizer.lemma(entity.head(), PartOfSpeech.NOUN);
      facts.objects().add(object);
      for (String attribute : entity.attributes()) {
        if (!attribute.contains(" of")) {
          facts
              .attributes()
              .computeIfAbsent(object, owner -> new TreeSet<>())
              .add(lemmatizer.lemma(attribute, PartOfSpeech.ADJECTIVE));
        }
      }
    }
    for (SceneGraph.Relation relation : graph.relations()) {
      facts
          .relations()
          .add(
              new Triple(
                  lemmatizer.lemma(
                      graph.entities().get(relation.subject()).head(), PartOfSpeech.NOUN),
                  relation.relation(),
                  lemmatizer.lemma(
                      graph.entities().get(relation.object()).head(), PartOfSpeech.NOUN)));
    }
  }

  private static boolean isNoun(String phrase, Set<String> named) {
    return named.contains(phrase) || named.containsAll(Arrays.asList(phrase.split(" ", -1)));
  }
}
