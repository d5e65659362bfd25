package dev.pancap.spark.stage;

import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.VisionLanguageModel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Stands in for a model under its name and fingerprint, so that requests get the keys that they
 * would have, and answers none of them.
 *
 * @param model the one that would be asked
 * @param seen is shown each request that would be sent
 */
record UnaskedModel(VisionLanguageModel model, Consumer<ModelRequest> seen)
    implements VisionLanguageModel {
  @Override
  public String name() {
    return model.name();
  }

  @Override
  public String fingerprint() {
    return model.fingerprint();
  }

  @Override
  public int maxInFlight() {
    return 1;
  }

  @Override
  public CompletableFuture<ModelAnswer> ask(ModelRequest request) {
    seen.accept(request);
    return CompletableFuture.failedFuture(
        new ModelException(ModelException.Kind.UNAVAILABLE, "Only planned"));
  }

  @Override
  public void close() {
    // The model belongs to the caller.
  }
}
