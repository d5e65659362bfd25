package dev.pancap.spark.stage;

import dev.pancap.config.ConfigReader;
import dev.pancap.config.PancapConfig;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.model.describer.Describer;
import dev.pancap.spark.PancapCommand;
import java.io.IOException;
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
import java.util.stream.IntStream;

/**
 * A process that runs one command with a describer that takes its time and writes a line for each
 * request before it answers. For tests that kill it.
 */
public final class SlowBuild {
  private SlowBuild() {}

  /**
   * @param args the file of requests, then the command, with its settings as {@code --set a.b=c}
   */
  public static void main(String[] args) {
    List<String> command = Arrays.asList(args).subList(1, args.length);
    List<String> settings =
        IntStream.range(1, command.size())
            .filter(i -> command.get(i - 1).equals("--set"))
            .mapToObj(command::get)
            .toList();
    PancapConfig config = ConfigReader.read(null, "", settings);
    ExecutorClients.put(config.model(), config.limits(), new SlowModel(Path.of(args[0])));
    PancapCommand.main(command.toArray(String[]::new));
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
