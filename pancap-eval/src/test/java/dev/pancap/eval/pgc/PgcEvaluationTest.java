package dev.pancap.eval.pgc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.eval.caption.CaptionMeasures;
import dev.pancap.eval.caption.CaptionMetric;
import dev.pancap.eval.panoptic.EvaluatedSegments;
import dev.pancap.eval.panoptic.PanopticQuality;
import dev.pancap.eval.phrase.EncoderSimilarity;
import dev.pancap.eval.phrase.LexicalSimilarity;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.RunLengths;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgcEvaluationTest {
  private static final PhraseClassifier LEXICAL =
      new PhraseClassifier(
          new LexicalSimilarity(), PhraseClassifier.Words.NAMES_AND_SYNONYMS, CategoryTable.coco());

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "a red car, car",
    "two people, person",
    "a woman with a black umbrella, person",
    "the clear blue sky, sky-other-merged",
    "a wooden dining table, dining table",
    "a pair of sheep on the grass, sheep",
    "lush green trees, tree-merged",
    "a bottle of wine, bottle"
  })
  void aPhraseGetsTheClassOfItsHead(String phrase, String name) {
    assertThat(LEXICAL.classOf(phrase).name()).isEqualTo(name);
  }

  @Test
  void anEncoderDecidesByCosine() {
    PhraseClassifier classifier =
        new PhraseClassifier(
            new EncoderSimilarity(
                phrases ->
                    phrases.stream()
                        .map(p -> p.contains("giraffe") || p.equals("tall animal"))
                        .map(tall -> tall ? new double[] {1, 0} : new double[] {0, 1})
                        .toList(),
                "two-dimensional"),
            PhraseClassifier.Words.NAMES_ONLY,
            CategoryTable.coco());

    assertThat(classifier.classOf("tall animal").name()).isEqualTo("giraffe");
    assertThat(classifier.name()).isEqualTo("two-dimensional");
  }

  private static RunLengths mask(int... rowMajor) {
    byte[] pixels = new byte[rowMajor.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) rowMajor[i];
    }
    return RunLengths.encode(4, rowMajor.length / 4, pixels);
  }

  @Test
  void aPixelGoesToTheSmallestMaskAndStuffIsOneSegment() {
    PanopticQuality.Side painted =
        new PanopticFromPhrases(LEXICAL)
            .paint(
                List.of(
                    new PredictedCaption.PhraseMask("a dining table", mask(1, 1, 1, 1, 1, 1, 0, 0)),
                    new PredictedCaption.PhraseMask("a cup", mask(0, 1, 0, 0, 0, 0, 0, 0)),
                    new PredictedCaption.PhraseMask("the sky", mask(0, 0, 0, 0, 0, 0, 1, 0)),
                    new PredictedCaption.PhraseMask("blue sky", mask(0, 0, 0, 0, 0, 0, 0, 1))),
                4,
                2);
    int[] ids = painted.map().toArray();

    assertThat(painted.segments().size()).isEqualTo(3);
    assertThat(ids[1]).isNotEqualTo(ids[0]);
    assertThat(ids[4]).isEqualTo(ids[0]);
    assertThat(ids[6]).isEqualTo(ids[7]);
  }

  @Test
  void scoresMasksAndCaptionsAndReportsWhatIsMissing() throws IOException {
    RunLengths cat = mask(1, 1, 0, 0, 1, 1, 0, 0);
    Path answers = folder.resolve("answers.jsonl");
    Files.writeString(
        answers,
        ("{'image_id': 1, 'caption': '<p> A cat </p> [SEG] sleeps on the sofa today.',"
                + "'phrases': ['A cat'], 'pred_masks': [{'size': [2, 4], 'counts': '%s'}]}\n"
                + "{'image_id': 2, 'caption': 'x', 'phrases': ['a'], 'pred_masks': []}\n")
            .formatted(CompressedRunLengths.encode(cat))
            .replace('\'', '"'));
    Map<String, PredictedCaption> predictions = PredictedCaption.readAll(answers);
    assertThat(predictions).containsOnlyKeys("1", "2");
    PgcEvaluation evaluation = new PgcEvaluation(predictions, LEXICAL, CategoryTable.coco());
    PanopticQuality.Side truth =
        new PanopticQuality.Side(
            LabelMap.of(4, 2, new int[] {1, 1, 0, 0, 1, 1, 0, 0}),
            EvaluatedSegments.of(List.of(new EvaluatedSegments.Row(1, 17, false, 4))));
    for (long imageId = 1; imageId <= 3; imageId++) {
      evaluation.add(imageId, truth, "A cat sleeps on the sofa today.");
    }
    JsonNode result =
        evaluation
            .result(CaptionMeasures.of(EnumSet.of(CaptionMetric.BLEU, CaptionMetric.ROUGE_L)))
            .json();

    assertThat(result.at("/all/pq").doubleValue()).isEqualTo(1);
    assertThat(result.at("/evaluated").intValue()).isEqualTo(1);
    assertThat(result.at("/captions/bleu_4").doubleValue()).isGreaterThan(0.99);
    assertThat(result.at("/captions/rouge_l").doubleValue()).isEqualTo(1);
    assertThat(result.get("phrase_to_class").asText()).isEqualTo("lexical");
    assertThat(result.at("/problems/0/detail").asText())
        .endsWith(
            "answers.jsonl, line 2: 'pred_masks' must be one mask a phrase, or as many as"
                + " phrase_seg_counts says: 1 phrases, 0 masks");
    assertThat(result.at("/problems/1/detail").asText()).isEqualTo("image 3 has no prediction");
  }
}
