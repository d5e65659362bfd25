package dev.pancap.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.caption.RegionLine;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.image.RgbImage;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelAnswer.Finish;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DjlModelTest {
  private static final LimitsConfig LIMITS = new LimitsConfig(1_000_000, 1_000_000, 100);

  @Test
  void answersAFreeQuestionAboutThePicture() throws IOException {
    try (DjlModel model = open(DjlConfig.Mode.WHOLE)) {
      ModelAnswer answer =
          model.ask(request(Round.ASK, "Describe the image.", trainedPicture(2))).join();

      assertThat(answer.text()).isEqualTo("A red triangle on the right of a gray picture.");
      assertThat(answer.finish()).isEqualTo(Finish.STOP);
      assertThat(answer.model()).isEqualTo("trained");
      assertThat(answer.usage().imageTokens()).isEqualTo(16);
    }
  }

  @Test
  void theWholePromptGoesWithPictureAndOverlayWhereItWantsThem() throws IOException {
    try (DjlModel model = open(DjlConfig.Mode.WHOLE)) {
      ModelRequest describe = request(Round.DESCRIBE, "Describe the image.", trainedPicture(0));
      ModelRequest compose = compose(List.of(), 0, List.of());

      assertThat(model.ask(describe).join().usage().imageTokens()).isEqualTo(2 * 16);
      assertThat(model.ask(compose).join().usage().imageTokens()).isZero();
    }
  }

  @Test
  void requestsInFlightAnswerAsAlone(@TempDir Path folder) throws IOException {
    RandomIdefics3Folder.write(folder, 5);
    try (DjlModel model = DjlModel.open(TestModels.whole(folder), LIMITS)) {
      List<ModelRequest> requests = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        requests.add(
            request(Round.ASK, "What is it? ".repeat(1 + i % 3), DrawnScene.of(20 + 7 * i, 30)));
      }
      List<CompletableFuture<ModelAnswer>> together = requests.stream().map(model::ask).toList();
      List<String> texts = together.stream().map(answer -> answer.join().text()).toList();

      for (int i = 0; i < texts.size(); i++) {
        assertThat(model.ask(requests.get(i)).join().text())
            .as("request %d", i)
            .isEqualTo(texts.get(i));
      }
      assertThat(texts.stream().distinct().count()).isGreaterThan(15);
    }
  }

  @Test
  void twoFoldersWrittenWithOneSeedHaveOneFingerprint(@TempDir Path folder) throws IOException {
    String first = fingerprint(RandomIdefics3Folder.write(folder.resolve("a"), 5), false);

    assertThat(fingerprint(RandomIdefics3Folder.write(folder.resolve("b"), 5), false))
        .isEqualTo(first);
    assertThat(fingerprint(RandomIdefics3Folder.write(folder.resolve("c"), 6), false))
        .isNotEqualTo(first);
    assertThat(fingerprint(folder.resolve("a"), true)).isNotEqualTo(first);
  }

  @Test
  void aWholeFolderPassesTheCheck() {
    DjlModel.check(TestModels.whole(TestModels.resource("trained")));
  }

  @Test
  void describesRegionByRegionWithALineForEachMark() {
    try (DjlModel model = open(DjlConfig.Mode.REGION_BY_REGION)) {
      ModelAnswer answer =
          model.ask(request(Round.DESCRIBE, "unused", DrawnScene.of(120, 90))).join();

      assertThat(answer.text().lines().toList())
          .hasSize(2)
          .allSatisfy(
              line -> assertThat(line).matches("[12]: (sky-other-merged|car) - .*\\p{L}.*"));
      assertThat(answer.finish()).isEqualTo(Finish.STOP);
      assertThat(answer.usage().imageTokens()).isEqualTo(2 * 16);
    }
  }

  @Test
  void composesASummaryAndThenEveryLineAsItsRegionsPhrase() {
    List<RegionLine> lines =
        List.of(
            new RegionLine(1, "sky-other-merged", "A clear blue sky."),
            new RegionLine(2, "car", "Red, parked <here>."));
    try (DjlModel model = open(DjlConfig.Mode.REGION_BY_REGION)) {
      String grounded = "<1: A clear blue sky>. <2: The car: Red, parked here>.";

      assertThat(model.ask(compose(lines, 0, List.of())).join().text())
          .endsWith(". " + grounded)
          .doesNotStartWith("<");
      assertThat(model.ask(compose(lines, 1, List.of())).join().text()).isEqualTo(grounded);
      assertThat(model.ask(compose(lines, 0, List.of("PICTURE"))).join().text())
          .isEqualTo(grounded);
    }
  }

  @Test
  void linesThatSayTheSameBecomeOnePhrase() {
    List<RegionLine> lines =
        List.of(
            new RegionLine(1, "car", "A red car."),
            new RegionLine(2, "person", ""),
            new RegionLine(3, "car", "A red car"));
    try (DjlModel model = open(DjlConfig.Mode.REGION_BY_REGION)) {
      assertThat(model.ask(compose(lines, 1, List.of())).join().text())
          .isEqualTo("<1,3: A red car>. <2: The person>.");
    }
  }

  @Test
  void anAnswerThatDoesNotEndIsSaidToBeCut() throws IOException {
    try (DjlModel model = open(DjlConfig.Mode.WHOLE)) {
      ModelRequest whole = request(Round.ASK, "Describe the image.", trainedPicture(0));
      ModelAnswer answer =
          model
              .ask(
                  new ModelRequest(
                      "key",
                      Round.ASK,
                      0,
                      "",
                      whole.user(),
                      true,
                      whole.scene(),
                      List.of(),
                      List.of(),
                      4))
              .join();

      assertThat(answer.finish()).isEqualTo(Finish.LENGTH);
      assertThat(answer.usage().completionTokens()).isEqualTo(4);
    }
  }

  @Test
  void aPromptThatFillsTheModelIsRejectedAndTheNextIsAnswered(@TempDir Path folder)
      throws IOException {
    RandomIdefics3Folder.write(folder, 5);
    try (DjlModel model = DjlModel.open(TestModels.whole(folder), LIMITS)) {
      CompletableFuture<ModelAnswer> tooLong =
          model.ask(request(Round.ASK, "x".repeat(5000), DrawnScene.of(20, 20)));

      assertThatThrownBy(tooLong::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("tokens, the model takes 2048")
          .extracting(failure -> ((ModelException) failure).kind())
          .isEqualTo(ModelException.Kind.REJECTED);
      assertThat(model.ask(request(Round.ASK, "short", DrawnScene.of(20, 20))).join().text())
          .isNotBlank();
    }
  }

  @Test
  void aWrongFolderIsOneSentenceThatNamesTheFile(@TempDir Path folder) throws IOException {
    RandomIdefics3Folder.write(folder, 5);
    Path graph = folder.resolve("onnx/embed_tokens.onnx");
    Files.copy(folder.resolve("onnx/vision_encoder.onnx"), folder.resolve("onnx/other.onnx"));

    Files.delete(graph);
    assertMistake(folder, "embed_tokens.onnx is missing");
    assertThatThrownBy(() -> DjlModel.check(TestModels.whole(folder)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("embed_tokens.onnx is missing");
    Files.writeString(graph, "not a graph");
    assertMistake(folder, "embed_tokens.onnx cannot be read as an ONNX graph");
    Files.delete(graph);
    Files.copy(folder.resolve("onnx/other.onnx"), graph);
    assertMistake(folder, "embed_tokens.onnx takes no input 'input_ids'");
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"llava\"}");
    assertMistake(folder, "config.json: model_type is 'llava'; the djl engine runs idefics3");
    Files.delete(folder.resolve("config.json"));
    assertMistake(folder, "config.json is missing");
  }

  private static void assertMistake(Path folder, String message) {
    assertThatThrownBy(() -> DjlModel.open(TestModels.whole(folder), LIMITS))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  private static String fingerprint(Path folder, boolean split) {
    DjlConfig config = TestModels.config(folder, "", DjlConfig.Mode.WHOLE, split);
    try (DjlModel model = DjlModel.open(config, LIMITS)) {
      return model.fingerprint();
    }
  }

  private static DjlModel open(DjlConfig.Mode mode) {
    return DjlModel.open(
        TestModels.config(TestModels.resource("trained"), "", mode, false), LIMITS);
  }

  private static DrawnScene trainedPicture(int number) throws IOException {
    RgbImage picture = TestModels.picture("trained/fixtures/img" + number + ".png");
    return DrawnScene.of(picture);
  }

  private static ModelRequest request(Round round, String user, DrawnScene scene) {
    return new ModelRequest("key", round, 0, "", user, true, scene, List.of(), List.of(), 40);
  }

  private static ModelRequest compose(List<RegionLine> lines, int attempt, List<String> forbidden) {
    return new ModelRequest(
        "key",
        Round.COMPOSE,
        attempt,
        "",
        "unused",
        false,
        DrawnScene.of(80, 60),
        lines,
        forbidden,
        200);
  }
}
