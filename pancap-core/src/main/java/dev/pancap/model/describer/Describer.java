package dev.pancap.model.describer;

import dev.pancap.caption.RegionLine;
import dev.pancap.facts.SceneFacts;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Scene;
import dev.pancap.model.TokenUsage;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.panoptic.PreparedImage;
import java.util.Collections;
import java.util.List;
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
  private final Map<Scene, Measured> measured = Collections.synchronizedMap(new WeakHashMap<>());

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
    Measured scene = measured(request.scene());
    String text =
        switch (request.round()) {
          case DESCRIBE ->
              scene.lines().stream().map(RegionLine::text).collect(Collectors.joining("\n"));
          case COMPOSE -> ParagraphWriter.write(scene, request.lines(), request.forbidden());
          case ASK -> ParagraphWriter.write(scene, scene.lines(), List.of());
          case SEGMENT -> throw new IllegalArgumentException("Masks are asked of a network");
        };
    long millis = (System.nanoTime() - start) / 1_000_000;
    return CompletableFuture.completedFuture(
        new ModelAnswer(text, ModelAnswer.Finish.STOP, TokenUsage.NONE, name(), millis));
  }

  /**
   * A scene with what is true of it.
   *
   * @param lines what round 1 says of each region
   */
  record Measured(PreparedImage image, SceneFacts facts, List<RegionLine> lines) {
    static Measured of(Scene scene) {
      SceneFacts facts = scene.facts();
      return new Measured(scene.image(), facts, new LineWriter(facts).lines());
    }
  }

  private Measured measured(Scene scene) {
    Measured known = measured.get(scene);
    if (known == null) {
      known = Measured.of(scene);
      measured.put(scene, known);
    }
    return known;
  }

  @Override
  public void close() {
    measured.clear();
  }
}
