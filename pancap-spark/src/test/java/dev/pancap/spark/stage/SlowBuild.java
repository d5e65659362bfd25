package dev.pancap.spark.stage;

import dev.pancap.config.ConfigReader;
import dev.pancap.config.PancapConfig;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.model.describer.Describer;
import dev.pancap.spark.PancapCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs one command with a describer that takes its time and writes a line for each
 * request before it answers. For tests that kill it.
 */
public final class SlowBuild {
  private SlowBuild() {}

  /**
   * @param args the file of requests, then {@code a.b=c} settings up to {@code --}, then the
   *     command
   */
  public static void main(String[] args) {
    List<String> all = Arrays.asList(args);
    int end = all.indexOf("--");
    PancapConfig config = ConfigReader.read(null, "", all.subList(1, end));
    ExecutorClients.put(config.model(), config.limits(), new SlowModel(Path.of(args[0])));
    System.exit(
        PancapCommand.run(
            new PrintWriter(System.out, true),
            new PrintWriter(System.err, true),
            all.subList(end + 1, all.size()).toArray(String[]::new)));
  }

  private record SlowModel(Describer describer, Path requests) implements VisionLanguageModel {
    private static final long ANSWER_MILLIS = 40;

    SlowModel(Path requests) {
      this(new Describer(), requests);
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
      return 1;
    }

    @Override
    public CompletableFuture<ModelAnswer> ask(ModelRequest request) {
      String line = request.scene().image().imageId() + " " + request.round() + "\n";
      try {
        Files.write(
            requests,
            line.getBytes(StandardCharsets.UTF_8),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        new CountDownLatch(1).await(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return describer.ask(request);
    }

    @Override
    public void close() {
      describer.close();
    }
  }
}
