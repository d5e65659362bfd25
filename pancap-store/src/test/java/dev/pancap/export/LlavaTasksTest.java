package dev.pancap.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.facts.ClassNoun;
import dev.pancap.facts.Place;
import dev.pancap.mask.BoundingBox;
import dev.pancap.mask.RunLengths;
import dev.pancap.panoptic.Category;
import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import dev.pancap.synth.SyntheticSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer of a LLaVA export is derived once more, from the pixels of the masks. */
class LlavaTasksTest {
  /** Templates from which what was asked for can be read back. */
  private static final String TEMPLATES =
      """
      [caption]
      Describe.
      [pgc]
      Ground.
      [t2i]
      Draw: {caption}
      [referring]
      R|{phrase}
      [count]
      C|{nouns}
      [presence]
      P|{noun}
      [kind]
      K|{box}
      [place]
      L|{noun}
      """;

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @BeforeEach
  void publish() throws IOException {
    WrittenRelease.write(folder.resolve("dataset"), hadoop);
  }

  @Test
  void everyAnswerIsTrueOfThePixels() throws IOException {
    Map<Long, SyntheticScene> scenes = scenes();
    Map<String, Integer> checked = new HashMap<>();
    for (JsonNode record : export("llava", 7)) {
      if (record.get("task").asText().equals("vqa")) {
        String question = text(record, 0).replace("<image>\n", "");
        SyntheticScene scene =
            scenes.get(Long.parseLong(record.get("id").asText().substring(0, 12)));
        String asked = question.substring(2);
        String answer = text(record, 1);
        String as = record.get("id").asText() + ": " + question;
        switch (question.charAt(0)) {
          case 'C' -> assertThat(answer).as(as).isEqualTo(String.valueOf(count(scene, asked)));
          case 'P' -> assertThat(answer).as(as).isEqualTo(isThere(scene, asked) ? "Yes" : "No");
          case 'K' ->
              assertThat(answer.toLowerCase(Locale.ROOT)).as(as).isEqualTo(filling(scene, asked));
          case 'L' ->
              assertThat(answer.toLowerCase(Locale.ROOT)).as(as).isEqualTo(place(scene, asked));
          default -> throw new AssertionError(question);
        }
        checked.merge(question.substring(0, 1), 1, Integer::sum);
      }
    }
    assertThat(checked).containsOnlyKeys("C", "P", "K", "L");
    assertThat(checked.get("P")).isEqualTo(14);
  }

  @Test
  void everyPictureIsAnsweredYesAsOftenAsNo() throws IOException {
    Map<String, List<String>> answers = new HashMap<>();
    for (JsonNode record : export("llava", 7)) {
      if (text(record, 0).contains("P|")) {
        answers
            .computeIfAbsent(record.get("image").asText(), unseen -> new ArrayList<>())
            .add(text(record, 1));
      }
    }
    assertThat(answers).hasSize(7);
    assertThat(answers.values())
        .allSatisfy(given -> assertThat(given).containsExactlyInAnyOrder("Yes", "No"));
  }

  @Test
  void anotherSeedAsksOtherQuestionsAndLeavingATaskOutChangesNoOther() throws IOException {
    JsonNode seven = export("seven", 7);
    assertThat(export("eight", 8)).isNotEqualTo(seven);
    List<JsonNode> questions = new ArrayList<>();
    seven.forEach(
        record -> {
          if (record.get("task").asText().equals("vqa")) {
            questions.add(record);
          }
        });
    assertThat(export("alone", 7, LlavaTask.VQA)).containsExactlyElementsOf(questions);
  }

  @Test
  void templatesThatLackAKindOrAPlaceholderAreRefused() {
    assertThatThrownBy(() -> LlavaTemplates.parse(TEMPLATES.replace("[place]\nL|{noun}\n", "")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Templates have none of the kind [place]");
    assertThatThrownBy(() -> LlavaTemplates.parse(TEMPLATES.replace("K|{box}", "K|")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("A template [kind] needs {box}: K|");
    assertThatThrownBy(() -> LlavaTemplates.parse(TEMPLATES + "[colour]\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Templates know no kind [colour]");
  }

  private static long count(SyntheticScene scene, String nouns) {
    return scene.segments().stream()
        .filter(segment -> noun(segment).plural().equals(nouns))
        .filter(segment -> pixels(scene, segment) > 0)
        .count();
  }

  private static boolean isThere(SyntheticScene scene, String noun) {
    return scene.segments().stream()
        .filter(segment -> pixels(scene, segment) > 0)
        .anyMatch(segment -> noun.matches("(?:an? )?" + noun(segment).singular()));
  }

  /** The class of the region that has most of a box. */
  private static String filling(SyntheticScene scene, String box) {
    String[] edges = box.replaceAll("[\\[\\] ]", "").split(",");
    int left = (int) Math.round(Double.parseDouble(edges[0]) * scene.ids().width());
    int top = (int) Math.round(Double.parseDouble(edges[1]) * scene.ids().height());
    int right = (int) Math.round(Double.parseDouble(edges[2]) * scene.ids().width());
    int bottom = (int) Math.round(Double.parseDouble(edges[3]) * scene.ids().height());
    Map<Integer, Integer> pixels = new HashMap<>();
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        pixels.merge(scene.ids().idAt(x, y), 1, Integer::sum);
      }
    }
    int most = pixels.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    ClassNoun noun = noun(segment(scene, most));
    return switch (noun.form()) {
      case MASS, PLURAL -> noun.singular() + ".";
      case PAIR, COUNT ->
          ("aeiou".indexOf(noun.singular().charAt(0)) >= 0 ? "an " : "a ") + noun.singular() + ".";
    };
  }

  private static String place(SyntheticScene scene, String noun) {
    List<SyntheticSegment> named =
        scene.segments().stream()
            .filter(segment -> noun.equals("the " + noun(segment).singular()))
            .toList();
    assertThat(named).as(noun).hasSize(1);
    BoundingBox box =
        RunLengths.ofSegments(scene.ids()).get(named.get(0).segmentId()).boundingBox();
    return Place.of(box, scene.ids().width(), scene.ids().height()).words() + ".";
  }

  private static SyntheticSegment segment(SyntheticScene scene, int id) {
    return scene.segments().stream()
        .filter(segment -> segment.segmentId() == id)
        .findFirst()
        .orElseThrow();
  }

  private static long pixels(SyntheticScene scene, SyntheticSegment segment) {
    return RunLengths.ofSegments(scene.ids()).get(segment.segmentId()).areaPixels();
  }

  private static ClassNoun noun(SyntheticSegment segment) {
    Category category = segment.category();
    return ClassNoun.of(category.name());
  }

  private static Map<Long, SyntheticScene> scenes() {
    SceneGenerator generator = WrittenRelease.scenes();
    Map<Long, SyntheticScene> scenes = new HashMap<>();
    for (int i = 0; i < 7; i++) {
      scenes.put(generator.scene(i).imageId(), generator.scene(i));
    }
    return scenes;
  }

  private static String text(JsonNode record, int turn) {
    return record.at("/conversations/" + turn + "/value").asText();
  }

  private JsonNode export(String name, long seed, LlavaTask... tasks) throws IOException {
    OpenRelease source = OpenRelease.of(folder.resolve("dataset").toString(), hadoop);
    ReleaseExport export =
        new ReleaseExport(
            source.root(),
            folder.resolve(name).toString(),
            source.dataFiles(),
            new ExportSettings(
                ExportFormat.LLAVA,
                source.split(),
                seed,
                List.of(tasks.length == 0 ? LlavaTask.values() : tasks),
                ExportSettings.SplitBy.NONE,
                10,
                TEMPLATES),
            new PicturePlace(1 << 20, null));
    export.prepare(hadoop);
    export.finish(
        source.manifest(),
        List.of(export.writePart(0, hadoop), export.writePart(1, hadoop)),
        hadoop);
    return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve(name + "/llava.json")));
  }
}
