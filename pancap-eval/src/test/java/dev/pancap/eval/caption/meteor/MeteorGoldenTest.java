package dev.pancap.eval.caption.meteor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.caption.GoldenCaptions;
import dev.pancap.eval.caption.TokenizedImage;
import dev.pancap.eval.golden.Golden;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeteorGoldenTest {
  private static final Offset<Double> EXACT = within(1e-9);

  private final Meteor meteor = new Meteor(null);

  @Test
  void normalisesAsTheOriginal() throws IOException {
    JsonNode golden = GoldenCaptions.read("meteor_normalizer.json");
    for (String group : List.of("rows_on_ptb_tokenised_captions", "rows_on_raw_edge_lines")) {
      for (JsonNode row : golden.get(group)) {
        assertThat(Normalizer.normalize(row.get("in").asText())).isEqualTo(row.get("out").asText());
      }
    }
  }

  @Test
  void equalsTheOriginalsStatisticsAndScoresOnEveryCorpus() throws IOException {
    for (JsonNode corpus : GoldenCaptions.read("pycocoevalcap_corpora.json").get("corpora")) {
      List<TokenizedImage> images = GoldenCaptions.tokenized(corpus);
      MeteorState sum = MeteorState.EMPTY;
      for (int i = 0; i < images.size(); i++) {
        MeteorState state = meteor.state(images.get(i));
        JsonNode expected = corpus.get("images").get(i).get("per_image");
        String name = corpus.get("name").asText() + " image " + images.get(i).imageId();
        assertThat(state.values())
            .as(name)
            .isEqualTo(statistics(expected.get("METEOR_nopara_stats").asText()));
        assertThat(state.score())
            .as(name)
            .isCloseTo(expected.get("METEOR_nopara").asDouble(), EXACT);
        sum = sum.plus(state);
      }
      JsonNode expected = corpus.get("corpus");
      assertThat(sum.values())
          .isEqualTo(statistics(expected.get("METEOR_nopara_aggregate_stats").asText()));
      assertThat(sum.score())
          .as(corpus.get("name").asText())
          .isCloseTo(expected.get("METEOR_nopara_aggregate").asDouble(), EXACT);
    }
  }

  @Test
  void equalsWhatOthersPublished() throws IOException {
    for (JsonNode corpus :
        GoldenCaptions.read("toy_candidate_classification.json").get("corpora")) {
      List<TokenizedImage> images = GoldenCaptions.tokenized(corpus);
      for (int i = 0; i < images.size(); i++) {
        JsonNode row = corpus.get("images").get(i);
        assertThat(100 * meteor.state(images.get(i)).score())
            .as(row.toString())
            .isCloseTo(row.get("METEOR_nopara_x100").asDouble(), EXACT);
      }
    }
    for (JsonNode group : GoldenCaptions.read("published_small_cases.json")) {
      JsonNode expected = group.get("rerun_here_pycocoevalcap");
      if (expected.has("METEOR_nopara_aggregate")) {
        assertThat(sum(GoldenCaptions.tokenized(group)).score())
            .as(group.get("name").asText())
            .isCloseTo(expected.get("METEOR_nopara_aggregate").asDouble(), EXACT);
      }
    }
  }

  /** The first toy caption was published with METEOR's own table, which has this pair. */
  @Test
  void equalsAPublishedScoreThatNeedsAParaphrase(@TempDir Path folder) throws IOException {
    TokenizedImage image =
        GoldenCaptions.tokenized(
                GoldenCaptions.read("toy_candidate_classification.json").get("corpora").get(0))
            .get(0);

    Meteor withTable =
        withTable(folder, "0.5\npreparing to\nabout to\n0.1\nunknown word\nis\n", image);

    assertThat(100 * withTable.state(image).score()).isCloseTo(92.51637043966326, EXACT);
  }

  @Test
  void matchesParaphrasesOfDifferentLengthInBothDirections(@TempDir Path folder)
      throws IOException {
    String table = "0.5\ngoes away\nleaves\n";
    TokenizedImage there = new TokenizedImage("1", "a man goes away", List.of("a man leaves"));
    TokenizedImage back = new TokenizedImage("1", "a man leaves", List.of("a man goes away"));

    assertThat(withTable(folder, table, there).state(there).values())
        .isEqualTo(statistics("4 3 1 1 1 1 1 1 0 0 0 0 0 0 0 0 2 1 0 0 1 4 3"));
    assertThat(withTable(folder, table, back).state(back).values())
        .isEqualTo(statistics("3 4 1 1 1 1 1 1 0 0 0 0 0 0 0 0 1 2 0 0 1 3 4"));
  }

  private static Meteor withTable(Path folder, String pairs, TokenizedImage image)
      throws IOException {
    Path table = folder.resolve("pairs.gz");
    write(table, pairs);
    Set<String> vocabulary = new HashSet<>();
    Stream.concat(Stream.of(image.candidate()), image.references().stream())
        .forEach(line -> Meteor.addWords(line, vocabulary));
    return new Meteor(ParaphraseTable.read(table, vocabulary));
  }

  @Test
  void saysWhatIsWrongWithAParaphraseFile(@TempDir Path folder) throws IOException {
    Path plain = Files.writeString(folder.resolve("plain.gz"), "not gzip");
    assertThatThrownBy(() -> ParaphraseTable.read(plain, Set.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("plain.gz is not a complete gzip file");
    Path odd = folder.resolve("odd.gz");
    write(odd, "0.5\na\nb\nnext\nc\nd\n");
    assertThatThrownBy(() -> ParaphraseTable.read(odd, Set.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("three lines at line 4");
    assertThatThrownBy(() -> ParaphraseTable.read(folder.resolve("none.gz"), Set.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("does not exist");
  }

  /** The segments are part of an LGPL package and stay outside of the repository. */
  @Test
  void equalsTheExampleOfMeteorsReadme() throws IOException {
    Path file = Golden.elsewhere("captions/meteor_published.json");
    JsonNode example = new ObjectMapper().readTree(file.toFile()).get("xray_readme");
    for (JsonNode row : example.get("segments")) {
      MeteorState state =
          meteor.state(
              new TokenizedImage(
                  row.get("n").asText(),
                  row.get("hypothesis").asText(),
                  List.of(row.get("reference").asText())));
      assertThat(state.values()).isEqualTo(statistics(row.get("no_paraphrase_stats").asText()));
      assertThat(state.score()).isCloseTo(row.get("no_paraphrase_here").asDouble(), EXACT);
    }
  }

  private MeteorState sum(List<TokenizedImage> images) {
    return images.stream().map(meteor::state).reduce(MeteorState.EMPTY, MeteorState::plus);
  }

  private static List<Integer> statistics(String line) {
    return Stream.of(line.split(" ")).map(value -> (int) Double.parseDouble(value)).toList();
  }

  private static void write(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
