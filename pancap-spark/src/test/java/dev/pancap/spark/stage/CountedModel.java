package dev.pancap.spark.stage;

import dev.pancap.config.PancapConfig;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.model.describer.Describer;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The describer, with a list of who was asked about. */
public final class CountedModel implements VisionLanguageModel {
  private final Describer describer = new Describer();
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final Set<Asked> failOnce = ConcurrentHashMap.newKeySet();

  /** One request. */
  public record Asked(long imageId, Round round) {}

  /** Takes the place of the model that builds of this JVM with these settings would open. */
  public static CountedModel install(PancapConfig config) {
    CountedModel model = new CountedModel();
    ExecutorClients.put(config.model(), config.limits(), model);
    return model;
  }

  /** Has the next request of this kind fail as a bug would: with the whole task. */
  public void failOnce(Asked request) {
    failOnce.add(request);
  }

  public long asked(Round round) {
    return asked.stream().filter(one -> one.round() == round).count();
  }

  /** The image of each request. */
  public java.util.List<Long> askedAbout() {
    return asked.stream().map(Asked::imageId).toList();
  }

  public void forget() {
    asked.clear();
  }

  @Override
  public String name() {
    return describer.name();
  }

  @Override
  public String fingerprint() {
    return describer.fingerprint();
  }

  @Override
  public int maxInFlight() {
    return describer.maxInFlight();
  }

  @Override
  public CompletableFuture<ModelAnswer> ask(ModelRequest request) {
    Asked one = new Asked(request.scene().image().imageId(), request.round());
    if (failOnce.remove(one)) {
      throw new IllegalStateException("A bug that a test planted");
    }
    asked.add(one);
    return describer.ask(request);
  }

  @Override
  public void close() {
    describer.close();
  }
}
