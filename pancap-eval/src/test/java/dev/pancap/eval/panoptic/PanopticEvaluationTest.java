package dev.pancap.eval.panoptic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.work.WorkOnThreads;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against panopticapi 7bb4655, whose results are stored beside each case. */
class PanopticEvaluationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LimitsConfig LIMITS = new LimitsConfig(1 << 24, 1 << 24, 1000);

  @TempDir Path folder;

  static Stream<String> cases() throws IOException {
    try (Stream<Path> found = Files.list(resource("cases"))) {
      return found.map(path -> path.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheOriginalsNumbersBitForBit(String name) throws IOException {
    JsonNode expected = expected(name);
    if (expected.has("error")) {
      return;
    }
    PanopticReport report = evaluate(name, Rigor.REPORT_AND_GO_ON, 2);

    assertThat(report.problems()).isEmpty();
    assertMean(report.scores().all(), expected.get("All"));
    assertMean(report.scores().things(), expected.get("Things"));
    assertMean(report.scores().stuff(), expected.get("Stuff"));
    assertSums(report.state(), expected.get("stats_per_category"));
    for (PanopticScores.ClassScore score : report.scores().perClass()) {
      JsonNode row = expected.path("per_class").path(String.valueOf(score.category().id()));
      if (!row.isMissingNode()) {
        assertThat(score.sums().panopticQuality()).isEqualTo(row.get("pq").doubleValue());
        assertThat(score.sums().segmentationQuality()).isEqualTo(row.get("sq").doubleValue());
        assertThat(score.sums().recognitionQuality()).isEqualTo(row.get("rq").doubleValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stopsWhereTheOriginalStopsIfStrict(String name) throws IOException {
    JsonNode expected = expected(name);
    String error = expected.path("error").asText("");
    for (String part : new String[] {"All", "Things", "Stuff"}) {
      error = error.isEmpty() ? expected.path(part).path("error").asText("") : error;
    }
    if (error.isEmpty()) {
      assertThat(evaluate(name, Rigor.STOP_AS_PANOPTICAPI, 2).problems()).isEmpty();
      return;
    }
    PanopticFault fault =
        catchThrowableOfType(
            PanopticFault.class, () -> evaluate(name, Rigor.STOP_AS_PANOPTICAPI, 2));

    assertThat(fault).isNotNull();
    assertThat(fault.kind().pythonName()).isEqualTo(error);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reportsTheImageWhereTheOriginalStops(String name) throws IOException {
    JsonNode expected = expected(name);
    if (!expected.has("error")) {
      return;
    }
    PanopticReport report = evaluate(name, Rigor.REPORT_AND_GO_ON, 2);

    if (name.equals("png_gray8")) {
      // Only the original cannot read grey masks: here, the value is the id.
      assertThat(report.problems()).isEmpty();
      assertThat(report.scores().all().pq()).isEqualTo(1);
      return;
    }
    PanopticReport.Problem problem = report.problems().get(report.problems().size() - 1);
    if (!name.equals("png_palette")) {
      assertThat(problem.kind().pythonName()).isEqualTo(expected.get("error").asText());
    }
    assertThat(problem.detail()).contains("image " + problem.imageId());
    assertThat(report.evaluated()).isEqualTo(report.images() - report.problems().size());
  }

  @Test
  void theNumberOfThreadsDoesNotChangeADigit() throws IOException {
    PanopticQualityState one = evaluate("split_halves", Rigor.REPORT_AND_GO_ON, 1).state();
    PanopticQualityState four = evaluate("split_halves", Rigor.REPORT_AND_GO_ON, 4).state();

    assertThat(four.byCategory()).isEqualTo(one.byCategory());
  }

  @Test
  void aMissingCrowdFlagAndAreaAreTakenFromTheMaskAndSaid() throws IOException {
    PanopticReport report =
        evaluateJson(
            "{'annotations':[{'image_id':7,'file_name':'000000000007.png','segments_info':"
                + "[{'id':1,'category_id':1},{'id':2,'category_id':2}]}],"
                + "'categories':[{'id':1,'isthing':1},{'id':2,'isthing':0}]}",
            "{'annotations':[{'image_id':7,'file_name':'000000000007.png','segments_info':"
                + "[{'id':1,'category_id':1},{'id':2,'category_id':2}]}]}");

    assertThat(report.scores().all().pq()).isEqualTo(1);
    assertThat(report.notes())
        .containsExactly(
            "2 true segments have no 'iscrowd': taken as no crowd",
            "2 true segments have no 'area': counted in the masks");
  }

  @Test
  void idsThatAreNumbersHereAndTextsThereAreAnErrorThatNamesBothFiles() {
    assertThatThrownBy(
            () ->
                evaluateJson(
                    "{'annotations':[{'image_id':7,'file_name':'000000000007.png',"
                        + "'segments_info':[]}],'categories':[]}",
                    "{'annotations':[{'image_id':'7','file_name':'000000000007.png',"
                        + "'segments_info':[]}]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching("image_id is a number in .*gt.json and a text in .*pred.json: .*");
  }

  @Test
  void idsOfTwoTypesInOneFileAreAnErrorThatNamesTheAnnotation() {
    assertThatThrownBy(
            () ->
                evaluateJson(
                    "{'annotations':[{'image_id':7,'segments_info':[]},"
                        + "{'image_id':'8','segments_info':[]}],'categories':[]}",
                    "{'annotations':[]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "gt.json: 'image_id' of annotation 2 is the text 8, but the ones before are numbers");
  }

  @Test
  void anAreaThatIsNotANumberIsTheImagesFault() throws IOException {
    PanopticReport report =
        evaluateJson(
            "{'annotations':[{'image_id':7,'file_name':'000000000007.png','segments_info':"
                + "[{'id':1,'category_id':1,'iscrowd':0,'area':NaN}]}],"
                + "'categories':[{'id':1,'isthing':1}]}",
            "{'annotations':[{'image_id':7,'file_name':'000000000007.png','segments_info':[]}]}");

    assertThat(report.problems().get(0).detail())
        .endsWith("gt.json: image 7 segment 1 of segments_info: 'area' must be a number, not NaN");
  }

  @Test
  void instanceAnnotationsAreNotTakenForPanopticOnes() {
    assertThatThrownBy(
            () ->
                evaluateJson(
                    "{'annotations':[{'id':1,'image_id':7,'segmentation':[]}],'categories':[]}",
                    "{'annotations':[]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds instance annotations ('segmentation'), not panoptic ones");
  }

  @Test
  void brokenJsonNamesFileAndLine() {
    assertThatThrownBy(() -> evaluateJson("{'annotations':[\n{'image_id':", "{}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching("(?s).*gt.json is not JSON: .*\\(line 2, column \\d+\\)");
  }

  @Test
  void aMaskNameThatLeavesTheFolderIsRefused() throws IOException {
    PanopticReport report =
        evaluateJson(
            "{'annotations':[{'image_id':7,'file_name':'../secret.png','segments_info':[]},"
                + "{'image_id':8,'file_name':'000000000007.png','segments_info':[]}],"
                + "'categories':[]}",
            "{'annotations':[{'image_id':7,'file_name':'000000000007.png','segments_info':[]}]}");

    assertThat(report.problems().get(0).detail())
        .isEqualTo("image 7: file_name '../secret.png' leaves the folder of the masks");
  }

  @Test
  void asOneClassCategoriesNoLongerMatter() throws IOException {
    PanopticReport report =
        new PanopticEvaluation(
                files("category_mismatch"),
                new PanopticEvaluation.Options(
                    ClassGrouping.Rule.ONE_CLASS, Rigor.REPORT_AND_GO_ON, LIMITS),
                new WorkOnThreads(1))
            .run(PanopticEvaluation.Listener.SILENT);

    assertThat(report.scores().all()).isEqualTo(new PanopticScores.Mean(1, 1, 1, 1));
    assertThat(report.scores().things().classes()).isZero();
  }

  private PanopticReport evaluateJson(String truth, String prediction) throws IOException {
    Path truthFile = folder.resolve("gt.json");
    Path predictionFile = folder.resolve("pred.json");
    Files.writeString(truthFile, truth.replace('\'', '"'));
    Files.writeString(predictionFile, prediction.replace('\'', '"'));
    Path masks = resource("cases/png_gray8/pred");
    return new PanopticEvaluation(
            new PanopticEvaluation.Files(truthFile, masks, predictionFile, masks),
            options(Rigor.REPORT_AND_GO_ON),
            new WorkOnThreads(1))
        .run(PanopticEvaluation.Listener.SILENT);
  }

  private static PanopticReport evaluate(String name, Rigor rigor, int threads) throws IOException {
    return new PanopticEvaluation(files(name), options(rigor), new WorkOnThreads(threads))
        .run(PanopticEvaluation.Listener.SILENT);
  }

  private static PanopticEvaluation.Options options(Rigor rigor) {
    return new PanopticEvaluation.Options(ClassGrouping.Rule.BY_CATEGORY, rigor, LIMITS);
  }

  private static PanopticEvaluation.Files files(String name) throws IOException {
    Path directory = resource("cases/" + name);
    JsonNode expected = expected(name);
    return new PanopticEvaluation.Files(
        directory.resolve(expected.get("gt").asText()).normalize(),
        directory.resolve(expected.get("gt_dir").asText()).normalize(),
        directory.resolve("pred.json"),
        Files.isDirectory(directory.resolve("pred")) ? directory.resolve("pred") : directory);
  }

  private static JsonNode expected(String name) throws IOException {
    return JSON.readTree(resource("cases/" + name + "/expected.json").toFile());
  }

  private static void assertMean(PanopticScores.Mean mean, JsonNode expected) {
    if (expected.has("error")) {
      assertThat(mean.classes()).isZero();
      return;
    }
    assertThat(mean)
        .isEqualTo(
            new PanopticScores.Mean(
                expected.get("pq").doubleValue(),
                expected.get("sq").doubleValue(),
                expected.get("rq").doubleValue(),
                expected.get("n").intValue()));
  }

  private static void assertSums(PanopticQualityState state, JsonNode expected) {
    assertThat(state.byCategory()).hasSize(expected.size());
    for (Map.Entry<String, JsonNode> row : expected.properties()) {
      assertThat(state.of(Integer.parseInt(row.getKey())))
          .as("category %s", row.getKey())
          .isEqualTo(GoldenSums.of(row.getValue()));
    }
  }

  static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(PanopticEvaluationTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
