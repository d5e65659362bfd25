package dev.pancap.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.model.describer.PreparedScene;
import dev.pancap.synth.NamedColour;
import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import dev.pancap.synth.SyntheticSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is said of the colours of drawn things is held to the colours that they were drawn in. */
class SyntheticColorsTest {
  private static final long SEED = 99;

  @Test
  void theColourThatIsNamedIsTheOneThatWasDrawn() {
    SceneGenerator generator = new SceneGenerator(SEED, 480, 360);
    int named = 0;
    int drawn = 0;
    List<String> wrong = new ArrayList<>();
    for (int index = 0; index < 40; index++) {
      SyntheticScene scene = generator.scene(index);
      PreparedScene seen = PreparedScene.of(scene);
      SceneFacts facts = SceneFacts.of(seen.image(), seen.pixels(), seen.marks());
      for (SyntheticSegment truth : scene.segments()) {
        if (truth.colour() == null || truth.colourShare() < 0.75 || truth.areaPixels() < 200) {
          continue;
        }
        drawn++;
        RegionFacts region =
            facts.regions().stream()
                .filter(candidate -> candidate.segment().segmentId() == truth.segmentId())
                .findFirst()
                .orElseThrow();
        String words = region.colors().words().orElse("");
        named += words.isEmpty() ? 0 : 1;
        if (!words.isEmpty() && !fits(words, truth.colour())) {
          wrong.add(truth.category().name() + " drawn " + truth.colour() + ", named " + words);
        }
      }
    }
    assertThat(drawn).isGreaterThan(300);
    assertThat(named).as("of %d drawn", drawn).isGreaterThan(drawn * 9 / 10);
    assertThat(wrong).as("of %d named, seed %d", named, SEED).hasSizeLessThan(named / 33);
  }

  private static boolean fits(String words, NamedColour colour) {
    String drawn = colour.name().toLowerCase(Locale.ROOT).replace("grey", "gray");
    return words.contains(drawn) || (colour == NamedColour.BLACK && words.equals("dark"));
  }
}
