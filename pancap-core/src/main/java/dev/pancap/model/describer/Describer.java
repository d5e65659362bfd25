package dev.pancap.model.describer;

import dev.pancap.caption.RegionLine;
import dev.pancap.facts.SceneFacts;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Scene;
import dev.pancap.model.TokenUsage;
import dev.pancap.model.VisionLanguageModel;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Writes captions from pixels and masks alone, without network or weights: what it says of colour,
 * size, place, neighbours and counts is measured, see {@link SceneFacts}. The same scene always
 * gets the same words. It reads no prompt; of a request it takes the round, the region lines and
 * what must not be said.
 */
public final class Describer implements VisionLanguageModel {
  /** Raised when the words change for the same scene. */
  private static final int VERSION = 1;

  private static final int MOST_IN_FLIGHT = 1;

  /** Both rounds look at the same scene; it is measured once. */
  private final Map<Scene, SceneFacts> measured = Collections.synchronizedMap(new WeakHashMap<>());

  @Override
  public String name() {
    return "pancap-describer-" + VERSION;
  }

  @Override
  public String fingerprint() {
    return "describer/" + VERSION;
  }

  @Override
  public int maxInFlight() {
    return MOST_IN_FLIGHT;
  }

  @Override
  public CompletableFuture<ModelAnswer> ask(ModelRequest request) {
    long start = System.nanoTime();
    SceneFacts facts = facts(request.scene());
    String text =
        switch (request.round()) {
          case DESCRIBE ->
              new LineWriter(facts)
                  .lines().stream().map(RegionLine::text).collect(Collectors.joining("\n"));
          case COMPOSE -> ParagraphWriter.write(facts, request);
          case ASK ->
              ParagraphWriter.write(facts, request.scene().image(), new LineWriter(facts).lines());
        };
    long millis = (System.nanoTime() - start) / 1_000_000;
    return CompletableFuture.completedFuture(
        new ModelAnswer(text, ModelAnswer.Finish.STOP, TokenUsage.NONE, name(), millis));
  }

  private SceneFacts facts(Scene scene) {
    SceneFacts known = measured.get(scene);
    if (known == null) {
      known = SceneFacts.of(scene.image(), scene.pixels(), scene.marks());
      measured.put(scene, known);
    }
    return known;
  }

  @Override
  public void close() {
    measured.clear();
  }
}
