package dev.pancap.spark.stage;

import dev.pancap.config.PancapConfig;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.model.describer.Describer;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The describer, with a list of who was asked about. */
public final class CountedModel implements VisionLanguageModel {
  private final Describer describer = new Describer();
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

  /** One request. */
  public record Asked(long imageId, Round round) {}

  /** Takes the place of the model that builds of this JVM with these settings would open. */
  public static CountedModel install(PancapConfig config) {
    CountedModel model = new CountedModel();
    ExecutorClients.put(config.model(), config.limits(), model);
    return model;
  }

  public long asked(Round round) {
    return asked.stream().filter(one -> one.round() == round).count();
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
    asked.add(new Asked(request.scene().image().imageId(), request.round()));
    return describer.ask(request);
  }

  @Override
  public void close() {
    describer.close();
  }
}
