package dev.pancap.eval.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NGramMetricsGoldenTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void equalsPycocoevalcapOnEveryCorpusAndImage() throws IOException {
    for (JsonNode corpus : GoldenCaptions.read("pycocoevalcap_corpora.json").get("corpora")) {
      List<TokenizedImage> images = GoldenCaptions.tokenized(corpus);
      Figures figures = new Figures(images);
      check(corpus.get("name").asText(), figures, corpus.get("corpus"));
      for (int i = 0; i < images.size(); i++) {
        check(
            corpus.get("name").asText() + " image " + images.get(i).imageId(),
            figures.ofImage(i),
            corpus.get("images").get(i).get("per_image"));
      }
    }
  }

  @Test
  void makesTheSameTokenLinesFromTheRawCaptions() throws IOException {
    for (JsonNode corpus : GoldenCaptions.read("pycocoevalcap_corpora.json").get("corpora")) {
      List<String> raw = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (JsonNode image : corpus.get("images")) {
        raw.addAll(GoldenCaptions.texts(image.get("references")));
        expected.addAll(GoldenCaptions.texts(image.get("references_tok")));
      }
      for (JsonNode image : corpus.get("images")) {
        raw.add(image.get("hypothesis").asText());
        expected.add(image.get("hypothesis_tok").asText());
      }
      CaptionTokenizer tokenizer = new CaptionTokenizer();
      for (int i = 0; i < raw.size(); i++) {
        assertThat(tokenizer.line(raw.get(i), "")).as(raw.get(i)).isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void equalsWhatOthersPublished() throws IOException {
    for (JsonNode group : GoldenCaptions.read("published_small_cases.json")) {
      Figures figures = new Figures(GoldenCaptions.tokenized(group));
      check(group.get("name").asText(), figures, group.get("rerun_here_pycocoevalcap"));
    }
    for (JsonNode corpus :
        GoldenCaptions.read("toy_candidate_classification.json").get("corpora")) {
      List<TokenizedImage> images = GoldenCaptions.tokenized(corpus);
      Figures figures = new Figures(images);
      for (int i = 0; i < images.size(); i++) {
        JsonNode expected = corpus.get("images").get(i).get("expected_x100");
        Scores scores = figures.ofImage(i);
        assertThat(100 * scores.bleu().get(3)).isCloseTo(expected.get("BLEU4").asDouble(), EXACT);
        assertThat(100 * scores.rouge()).isCloseTo(expected.get("ROUGE_L").asDouble(), EXACT);
        assertThat(100 * scores.cider()).isCloseTo(expected.get("CIDErD").asDouble(), EXACT);
      }
    }
  }

  @Test
  void equalsPublishedPiecesOfTheFormulas() throws IOException {
    JsonNode misc = GoldenCaptions.read("bleu_rouge_published_misc.json");
    for (JsonNode row : misc.get("counts")) {
      BleuState state = BleuState.of(image(row.get("hypothesis").asText(), row));
      assertThat(state.matched()).isEqualTo(longs(row.get("correct")));
      assertThat(state.guessed()).isEqualTo(longs(row.get("guess")));
    }
    for (JsonNode row : misc.get("score_from_stats")) {
      BleuState state =
          new BleuState(
              row.get("testlen").asLong(),
              row.get("reflen").asLong(),
              longs(row.get("correct")),
              longs(row.get("guess")));
      assertThat(state.scores().get(3)).isCloseTo(row.get("Bleu_4").asDouble(), EXACT);
    }
    for (JsonNode row : misc.get("modified_precision")) {
      int n = row.get("n").asInt() - 1;
      BleuState state = BleuState.of(image(row.get("hypothesis").asText(), row));
      assertThat((double) state.matched().get(n) / state.guessed().get(n))
          .as(row.toString())
          .isCloseTo(row.get("value").asDouble(), within(1e-6));
    }
    for (JsonNode row : misc.get("cases")) {
      BleuState state = BleuState.EMPTY;
      for (JsonNode pair : row.get("pairs")) {
        state = state.plus(BleuState.of(image(pair.get("hypothesis").asText(), pair)));
      }
      JsonNode expected = row.get("pycocoevalcap_value_here");
      for (int n = 1; n <= 4; n++) {
        if (expected.has("Bleu_" + n)) {
          assertThat(state.scores().get(n - 1))
              .as(row.get("name").asText())
              .isCloseTo(expected.get("Bleu_" + n).asDouble(), EXACT);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void givesTheSameDigitsHoweverTheImagesAreSplit(int parts) throws IOException {
    JsonNode corpus = GoldenCaptions.read("pycocoevalcap_corpora.json").get("corpora").get(1);
    List<TokenizedImage> images = GoldenCaptions.tokenized(corpus);
    Figures whole = new Figures(images);
    BleuState bleu = BleuState.EMPTY;
    MeanState rouge = MeanState.EMPTY;
    DocumentFrequencies frequencies = new DocumentFrequencies();
    for (int part = parts - 1; part >= 0; part--) {
      DocumentFrequencies own = new DocumentFrequencies();
      MeanState ownRouge = MeanState.EMPTY;
      for (int i = part; i < images.size(); i += parts) {
        bleu = bleu.plus(BleuState.of(images.get(i)));
        ownRouge = ownRouge.plus(MeanState.of(RougeL.score(images.get(i))));
        own.add(images.get(i));
      }
      rouge = rouge.plus(ownRouge);
      frequencies.merge(own);
    }
    Cider cider = new Cider(frequencies);
    MeanState ciders =
        images.stream()
            .map(i -> MeanState.of(cider.score(i)))
            .reduce(MeanState.EMPTY, MeanState::plus);
    assertThat(bleu.scores()).isEqualTo(whole.bleu());
    assertThat(rouge.mean()).isEqualTo(whole.rouge());
    assertThat(ciders.mean()).isEqualTo(whole.cider());
  }

  private static void check(String name, Scores scores, JsonNode expected) {
    for (int n = 1; n <= 4; n++) {
      if (expected.has("Bleu_" + n)) {
        assertThat(scores.bleu().get(n - 1))
            .as("%s Bleu_%d", name, n)
            .isCloseTo(expected.get("Bleu_" + n).asDouble(), EXACT);
      }
    }
    assertThat(scores.rouge()).as(name).isCloseTo(expected.get("ROUGE_L").asDouble(), EXACT);
    assertThat(scores.cider()).as(name).isCloseTo(expected.get("CIDEr").asDouble(), EXACT);
  }

  private static TokenizedImage image(String hypothesis, JsonNode row) {
    return new TokenizedImage("1", hypothesis, GoldenCaptions.texts(row.get("references")));
  }

  private static List<Long> longs(JsonNode array) {
    List<Long> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asLong()));
    return values;
  }

  private interface Scores {
    List<Double> bleu();

    double rouge();

    double cider();
  }

  /** The figures of a corpus, as one thread computes them. */
  private static final class Figures implements Scores {
    private final List<TokenizedImage> images;
    private final Cider cider;

    Figures(List<TokenizedImage> images) {
      this.images = images;
      DocumentFrequencies frequencies = new DocumentFrequencies();
      images.forEach(frequencies::add);
      this.cider = new Cider(frequencies);
    }

    @Override
    public List<Double> bleu() {
      return images.stream().map(BleuState::of).reduce(BleuState.EMPTY, BleuState::plus).scores();
    }

    @Override
    public double rouge() {
      return images.stream()
          .map(image -> MeanState.of(RougeL.score(image)))
          .reduce(MeanState.EMPTY, MeanState::plus)
          .mean();
    }

    @Override
    public double cider() {
      return images.stream()
          .map(image -> MeanState.of(cider.score(image)))
          .reduce(MeanState.EMPTY, MeanState::plus)
          .mean();
    }

    Scores ofImage(int index) {
      TokenizedImage image = images.get(index);
      double score = cider.score(image);
      record One(List<Double> bleu, double rouge, double cider) implements Scores {}
      return new One(BleuState.of(image).scores(), RougeL.score(image), score);
    }
  }
}
