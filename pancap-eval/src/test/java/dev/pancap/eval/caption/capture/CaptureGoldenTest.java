package dev.pancap.eval.caption.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.eval.caption.GoldenCaptions;
import dev.pancap.eval.caption.capture.CaptionFacts.Triple;
import dev.pancap.eval.caption.capture.Capture.SynonymStage;
import dev.pancap.wordnet.Lemmatizer;
import dev.pancap.wordnet.PartOfSpeech;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CaptureGoldenTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void lemmatisesAsNltk() throws IOException {
    Lemmatizer lemmatizer = new Lemmatizer();
    JsonNode golden = GoldenCaptions.read("capture/wordnet_lemmatizer.json");
    Map<String, PartOfSpeech> groups =
        Map.of(
            "noun_changed", PartOfSpeech.NOUN,
            "extra_noun", PartOfSpeech.NOUN,
            "adj_changed", PartOfSpeech.ADJECTIVE,
            "extra_adj", PartOfSpeech.ADJECTIVE);
    groups.forEach(
        (group, pos) -> {
          assertThat(golden.get(group)).as(group).isNotEmpty();
          for (JsonNode row : golden.get(group)) {
            assertThat(lemmatizer.lemma(row.get(0).asText(), pos))
                .as("%s %s", group, row)
                .isEqualTo(row.get(1).asText());
          }
        });
    for (JsonNode word : golden.get("noun_unchanged_sample")) {
      String text = word.isArray() ? word.get(0).asText() : word.asText();
      assertThat(lemmatizer.lemma(text, PartOfSpeech.NOUN)).isEqualTo(text);
    }
  }

  @Test
  void scoresSynonymsAsTheOriginal() throws IOException {
    Synonyms synonyms = new Synonyms();
    JsonNode golden = GoldenCaptions.read("capture/synonym_scores.json");
    int pairs = 0;
    for (JsonNode field : golden) {
      for (JsonNode row : field) {
        String a = row.get("w1").asText();
        String b = row.get("w2").asText();
        assertThat(synonyms.score(a, b))
            .as(row.toString())
            .isCloseTo(row.get("score").asDouble(), EXACT);
        pairs++;
      }
    }
    assertThat(pairs).isEqualTo(55);
  }

  @Test
  void readsGraphStringsAsTheOriginal() throws IOException {
    for (JsonNode row : GoldenCaptions.read("capture/graph_string_parsing.json").get("rows")) {
      String clean = SceneGraph.clean(row.get("raw").asText());
      assertThat(clean).as(row.toString()).isEqualTo(row.get("clean").asText());
      SceneGraph graph = SceneGraph.parse(clean);
      List<String> expected = new ArrayList<>();
      for (JsonNode entity : row.get("object").get("entities")) {
        expected.add(
            entity.get("head").asText()
                + "/"
                + entity.get("quantity").asText()
                + "/"
                + new TreeSet<>(GoldenCaptions.texts(entity.get("attributes"))));
      }
      assertThat(graph.entities())
          .as(row.toString())
          .extracting(e -> e.head() + "/" + e.quantity() + "/" + new TreeSet<>(e.attributes()))
          .containsExactlyElementsOf(expected);
      List<String> relations = new ArrayList<>();
      for (JsonNode relation : row.get("object").get("relations")) {
        relations.add(
            relation.get("subject").asInt()
                + " "
                + relation.get("relation").asText()
                + " "
                + relation.get("object").asInt());
      }
      assertThat(graph.relations())
          .extracting(r -> r.subject() + " " + r.relation() + " " + r.object())
          .containsExactlyElementsOf(relations);
    }
  }

  @Test
  void splitsSentencesAsPunkt() throws IOException {
    int rows = 0;
    int equal = 0;
    for (JsonNode row : GoldenCaptions.read("capture/noun_extraction.json").get("rows")) {
      rows++;
      if (SentenceSplitter.split(row.get("text").asText())
          .equals(GoldenCaptions.texts(row.get("sentences")))) {
        equal++;
      }
    }
    // The others are rows of a slide with "w/o", "i.e." and the like.
    assertThat(equal).isGreaterThanOrEqualTo(rows - 3);
  }

  /**
   * Where our tagger and NLTK's disagree is not counted as equal: this pins how often they agree.
   */
  @Test
  void findsMostNounsThatNltkFinds() throws IOException {
    TaggedNouns finder = new TaggedNouns();
    int expectedNouns = 0;
    int found = 0;
    int invented = 0;
    for (JsonNode row : GoldenCaptions.read("capture/noun_extraction.json").get("rows")) {
      Set<String> expected = new HashSet<>(GoldenCaptions.texts(row.get("nouns")));
      Set<String> nouns = finder.nouns(row.get("text").asText());
      expectedNouns += expected.size();
      for (String noun : expected) {
        found += nouns.contains(noun) ? 1 : 0;
      }
      for (String noun : nouns) {
        invented += expected.contains(noun) ? 0 : 1;
      }
    }
    assertThat((double) found / expectedNouns).isGreaterThan(0.9);
    assertThat((double) invented / expectedNouns).isLessThan(0.1);
  }

  /** From the original's own sets: every figure of the matching. */
  @Test
  void matchesFactsAsTheOriginal() throws IOException {
    Map<String, Capture> variants =
        Map.of(
            "exact_only", new Capture(SynonymStage.OFF, null),
            "exact_synonym", new Capture(SynonymStage.ON, null),
            "exact_synonym_stubsoft", new Capture(SynonymStage.ON, CaptureGoldenTest::trigrams));
    for (JsonNode row : GoldenCaptions.read("capture/capture_pipeline_cases.json").get("cases")) {
      CaptionFacts candidate = facts(row.get("cand_parsed"));
      List<CaptionFacts> references = new ArrayList<>();
      row.get("gt_parsed").forEach(parsed -> references.add(facts(parsed)));
      variants.forEach(
          (name, capture) -> {
            for (int i = 0; i < references.size(); i++) {
              Capture.Quality quality = capture.compare(candidate, references.get(i));
              JsonNode expected = row.get(name).get("per_reference").get(i);
              String of = row.get("name").asText() + " " + name;
              check(of + " objects", quality.objects(), expected, "obj");
              check(of + " attributes", quality.attributes(), expected, "attr");
              check(of + " relations", quality.relations(), expected, "rel");
              assertThat(quality.score())
                  .as(of)
                  .isCloseTo(expected.get("capture").asDouble(), EXACT);
            }
            assertThat(capture.score(candidate, references))
                .isCloseTo(row.get(name).get("score").asDouble(), EXACT);
          });
    }
  }

  /**
   * From the given graphs, with the nouns of the original's sets so that only the tagger is left
   * out: what the merging of sentences makes.
   */
  @Test
  void mergesGivenGraphsAsTheOriginal() throws IOException {
    for (JsonNode row : GoldenCaptions.read("capture/capture_pipeline_cases.json").get("cases")) {
      JsonNode graphs = row.get("sentence_to_graph_string");
      SceneGraphParser given =
          sentences ->
              sentences.stream()
                  .map(
                      sentence -> SceneGraph.parse(SceneGraph.clean(graphs.get(sentence).asText())))
                  .toList();
      JsonNode references = row.get("references").elements().next();
      for (int i = 0; i < references.size(); i++) {
        checkMerge(row, given, references.get(i).asText(), row.get("gt_parsed").get(i));
      }
      JsonNode candidate = row.get("candidate").elements().next();
      checkMerge(row, given, candidate.get(0).asText(), row.get("cand_parsed"));
    }
  }

  private static void checkMerge(
      JsonNode row, SceneGraphParser given, String caption, JsonNode expected) {
    CaptionFacts facts = facts(expected);
    Set<String> named = names(facts);
    FactExtractor extractor = new FactExtractor(given, text -> named, FactExtractor.stopWords());
    assertThat(extractor.facts(caption))
        .as(row.get("name").asText() + ": " + caption)
        .isEqualTo(facts);
  }

  /**
   * Without the stop list, from the given graphs. The original's sets tell which words are nouns,
   * but for those of the stop list, which they lack and our tagger judges.
   */
  @Test
  void scoresWithoutTheStopListAsTheOriginal() throws IOException {
    Capture capture = new Capture(SynonymStage.ON, null);
    TaggedNouns tagger = new TaggedNouns();
    int rows = 0;
    int otherThanWithTheList = 0;
    for (JsonNode row : GoldenCaptions.read("capture/capture_pipeline_cases.json").get("cases")) {
      JsonNode graphs = row.get("sentence_to_graph_string");
      SceneGraphParser given =
          sentences ->
              sentences.stream()
                  .map(s -> SceneGraph.parse(SceneGraph.clean(graphs.get(s).asText())))
                  .toList();
      List<CaptionFacts> references = new ArrayList<>();
      JsonNode texts = row.get("references").elements().next();
      for (int i = 0; i < texts.size(); i++) {
        references.add(
            withoutStopList(given, tagger, texts.get(i).asText(), row.get("gt_parsed").get(i)));
      }
      CaptionFacts candidate =
          withoutStopList(
              given,
              tagger,
              row.get("candidate").elements().next().get(0).asText(),
              row.get("cand_parsed"));
      JsonNode expected = row.get("no_stopwords_exact_synonym");
      rows++;
      otherThanWithTheList += expected.equals(row.get("exact_synonym")) ? 0 : 1;
      assertThat(capture.score(candidate, references))
          .as(row.get("name").asText())
          .isCloseTo(expected.get("score").asDouble(), EXACT);
    }
    assertThat(rows).isEqualTo(40);
    assertThat(otherThanWithTheList).isPositive();
  }

  private static CaptionFacts withoutStopList(
      SceneGraphParser given, TaggedNouns tagger, String caption, JsonNode parsed) {
    Set<String> named = names(facts(parsed));
    Set<String> stopped = tagger.nouns(caption);
    stopped.retainAll(FactExtractor.stopWords());
    named.addAll(stopped);
    return new FactExtractor(given, text -> named, Set.of()).facts(caption);
  }

  private static Set<String> names(CaptionFacts facts) {
    Set<String> named = new HashSet<>(facts.objects());
    named.addAll(facts.attributes().keySet());
    facts.relations().forEach(r -> named.addAll(List.of(r.subject(), r.object())));
    return named;
  }

  /** The whole way with our own tagger: how many of the original's scores it reaches. */
  @Test
  void comesCloseWithItsOwnTagger() throws IOException {
    Capture capture = new Capture(SynonymStage.ON, null);
    int equal = 0;
    int rows = 0;
    double difference = 0;
    for (JsonNode row : GoldenCaptions.read("capture/capture_pipeline_cases.json").get("cases")) {
      JsonNode graphs = row.get("sentence_to_graph_string");
      FactExtractor extractor =
          new FactExtractor(
              sentences ->
                  sentences.stream()
                      .map(s -> SceneGraph.parse(SceneGraph.clean(graphs.get(s).asText())))
                      .toList(),
              new TaggedNouns(),
              FactExtractor.stopWords());
      List<CaptionFacts> references =
          StreamSupport.stream(row.get("references").elements().next().spliterator(), false)
              .map(text -> extractor.facts(text.asText()))
              .toList();
      String candidate = row.get("candidate").elements().next().get(0).asText();
      double score = capture.score(extractor.facts(candidate), references);
      double off = Math.abs(score - row.get("exact_synonym").get("score").asDouble());
      rows++;
      equal += off < 1e-9 ? 1 : 0;
      difference += off;
    }
    assertThat(equal).isGreaterThanOrEqualTo(35);
    assertThat(difference / rows).isLessThan(0.003);
  }

  @Test
  void readsFactsByRulesWhereThereIsNoModel() {
    SceneGraph graph =
        new RuleParser().parse(List.of("A red car is parked near two large trees.")).get(0);

    assertThat(graph.entities())
        .extracting(SceneGraph.Entity::head)
        .containsExactly("car", "trees");
    assertThat(graph.entities().get(0).attributes()).containsExactly("red");
    assertThat(graph.entities().get(1).attributes()).containsExactly("large");
    assertThat(graph.relations()).containsExactly(new SceneGraph.Relation(0, "park near", 1));
  }

  private static void check(String name, MatchQuality quality, JsonNode expected, String prefix) {
    assertThat(quality.precision())
        .as(name)
        .isCloseTo(expected.get(prefix + "_p").asDouble(), EXACT);
    assertThat(quality.recall()).as(name).isCloseTo(expected.get(prefix + "_r").asDouble(), EXACT);
    assertThat(quality.f1()).as(name).isCloseTo(expected.get(prefix + "_f1").asDouble(), EXACT);
  }

  private static CaptionFacts facts(JsonNode parsed) {
    CaptionFacts facts = CaptionFacts.empty();
    facts.objects().addAll(GoldenCaptions.texts(parsed.get("objects")));
    parsed
        .get("attributes")
        .properties()
        .forEach(
            owned ->
                facts
                    .attributes()
                    .put(owned.getKey(), new TreeSet<>(GoldenCaptions.texts(owned.getValue()))));
    for (JsonNode relation : parsed.get("relations")) {
      facts
          .relations()
          .add(
              new Triple(
                  relation.get(0).asText(), relation.get(1).asText(), relation.get(2).asText()));
    }
    return facts;
  }

  /** The stand-in for the sentence encoder that the golden cases were made with. */
  private static List<double[]> trigrams(List<String> phrases) {
    return phrases.stream().map(CaptureGoldenTest::trigrams).toList();
  }

  private static double[] trigrams(String phrase) {
    String text = "^" + phrase.toLowerCase(Locale.ROOT) + "$";
    double[] counts = new double[64];
    for (int i = 0; i + 3 <= text.length(); i++) {
      int hash = 0;
      for (int k = i; k < i + 3; k++) {
        hash = (hash * 31 + text.charAt(k)) & 0x7fffffff;
      }
      counts[hash % 64]++;
    }
    double norm = Math.sqrt(DoubleStream.of(counts).map(c -> c * c).sum());
    double[] vector = new double[64];
    for (int i = 0; i < 64; i++) {
      vector[i] = counts[i] / norm;
    }
    return vector;
  }
}
