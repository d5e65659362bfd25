package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.config.ModelConfig;
import dev.pancap.config.PancapConfig;
import dev.pancap.model.Engines;
import dev.pancap.model.LonePicture;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.RequestKey;
import dev.pancap.model.Round;
import dev.pancap.model.TokenUsage;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.model.openai.OpenAiModel;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.spark.RunFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap ask}: one question about one picture, to try a model before a night of it. */
@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description = {
      "Sends one picture with one question to the configured model and prints the answer, its",
      "tokens, its time and what it cost. Nothing is stored."
    },
    footer = {
      "",
      "Example:",
      "  pancap ask --image cat.jpg --prompt \"What is in this picture?\" \\",
      "      --set model.engine=openai --set model.openai.base-url=http://localhost:8000 \\",
      "      --set model.openai.model=Qwen/Qwen2.5-VL-7B-Instruct"
    })
public final class AskCommand implements Callable<Integer> {
  @Option(
      names = "--image",
      required = true,
      paramLabel = "FILE",
      description = "A JPEG or PNG picture.")
  private Path image = Path.of("");

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = "Describe this picture in detail.",
      description = "The question. Default: ${DEFAULT-VALUE}")
  private String prompt = "";

  @Mixin private SettingsOptions settings;

  @Mixin private SummaryOptions summary;

  /**
   * What {@code --json} prints.
   *
   * @param cost with its currency; empty where the model has no price
   */
  record Summary(
      String answer, String finish, String model, TokenUsage tokens, long millis, String cost) {}

  @Override
  public Integer call() throws IOException {
    PancapConfig config = settings.read();
    ConfigException.check(!prompt.isBlank(), "--prompt must say something");
    LonePicture picture = picture(config);
    try (VisionLanguageModel model = Engines.open(config)) {
      ModelAnswer answer = ask(model, picture, config.model());
      Summary done =
          new Summary(
              answer.text(),
              answer.finish().name().toLowerCase(Locale.ROOT),
              answer.model(),
              answer.usage(),
              answer.millis(),
              cost(config.model(), answer));
      summary.print(done, text(done));
      return answer.finish() == ModelAnswer.Finish.STOP ? 0 : 1;
    }
  }

  private LonePicture picture(PancapConfig config) throws IOException {
    try {
      ConfigException.check(
          Files.size(image) <= config.limits().maxFileBytes(),
          "--image %s is larger than limits.max-file-bytes",
          image);
      return LonePicture.of(
          String.valueOf(image.getFileName()), Files.readAllBytes(image), config.limits());
    } catch (NoSuchFileException e) {
      throw new ConfigException("--image " + image + " does not exist", e);
    } catch (BadRecordException e) {
      throw new ConfigException("--image %s: %s".formatted(image, e.getMessage()), e);
    }
  }

  private ModelAnswer ask(VisionLanguageModel model, LonePicture picture, ModelConfig config) {
    ModelRequest request =
        new ModelRequest(
            RequestKey.start()
                .with("model", model.fingerprint())
                .with("user", prompt)
                .with("image", picture.image().imageFingerprint())
                .hex(),
            Round.ASK,
            0,
            "",
            prompt,
            true,
            picture,
            List.of(),
            List.of(),
            config.composeMaxTokens());
    try {
      return model.ask(request).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ModelException refusal) {
        throw new RunFailedException(String.valueOf(refusal.getMessage()));
      }
      throw e;
    }
  }

  private static String cost(ModelConfig config, ModelAnswer answer) {
    return config.engine() == ModelConfig.Engine.OPENAI
        ? OpenAiModel.price(config.openai())
            .map(price -> price.of(answer.usage()).toString())
            .orElse("")
        : "";
  }

  private static String text(Summary done) {
    TokenUsage tokens = done.tokens();
    return "%s%n%n%s%s, %d prompt tokens (%d cached), %d answer tokens, %.2f s%s"
        .formatted(
            done.answer(),
            done.finish().equals("stop") ? "" : "ended by " + done.finish() + "; ",
            done.model(),
            tokens.promptTokens(),
            tokens.cachedTokens(),
            tokens.completionTokens(),
            done.millis() / 1000.0,
            done.cost().isEmpty() ? ", no price known" : ", " + done.cost());
  }
}
