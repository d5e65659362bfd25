package dev.pancap.eval.caption.capture;

import dev.pancap.eval.caption.capture.CaptionFacts.Triple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CAPTURE: the mean of the F1 of objects, attributes and relations, weighted 5 to 5 to 2; the mean
 * over the references, and over the images.
 */
public final class Capture {
  private static final double OBJECTS = 0.5;
  private static final double ATTRIBUTES = 0.5;
  private static final double RELATIONS = 0.2;

  private final FactMatcher matcher;
  private final FactMatcher.Kind<String> words;
  private final FactMatcher.Kind<Triple> triples;

  /** Whether synonyms count. */
  public enum SynonymStage {
    ON,
    OFF
  }

  /** The parts of one comparison. */
  public record Quality(MatchQuality objects, MatchQuality attributes, MatchQuality relations) {
    /** CAPTURE against one reference, 0 to 1. */
    public double score() {
      return (OBJECTS * objects.f1() + ATTRIBUTES * attributes.f1() + RELATIONS * relations.f1())
          / (OBJECTS + ATTRIBUTES + RELATIONS);
    }
  }

  /**
   * @param encoder null for leaving out the soft stage
   */
  public Capture(SynonymStage synonymStage, @Nullable PhraseEncoder encoder) {
    matcher = new FactMatcher(encoder);
    Synonyms synonyms = new Synonyms();
    boolean on = synonymStage == SynonymStage.ON;
    words = new FactMatcher.Kind<>((a, b) -> on && synonyms.score(a, b) > 0, word -> word);
    triples =
        new FactMatcher.Kind<>(
            (a, b) ->
                on
                    && synonyms.score(a.subject(), b.subject()) > 0
                    && synonyms.score(a.relation(), b.relation()) > 0
                    && synonyms.score(a.object(), b.object()) > 0,
            Triple::phrase);
  }

  public Quality compare(CaptionFacts candidate, CaptionFacts reference) {
    return new Quality(
        matcher.match(List.copyOf(candidate.objects()), List.copyOf(reference.objects()), words),
        matcher.match(candidate.allAttributes(), reference.allAttributes(), words),
        matcher.match(
            List.copyOf(candidate.relations()), List.copyOf(reference.relations()), triples));
  }

  /** The score of one image. */
  public double score(CaptionFacts candidate, List<CaptionFacts> references) {
    return references.stream()
        .mapToDouble(reference -> compare(candidate, reference).score())
        .average()
        .orElse(0);
  }
}
