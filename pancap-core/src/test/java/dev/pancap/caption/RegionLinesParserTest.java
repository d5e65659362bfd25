package dev.pancap.caption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionLinesParserTest {
  private static final Map<Integer, String> CLASSES =
      Map.of(0, "sky-other-merged", 3, "car", 12, "stop sign");

  private static final RegionLine SKY = new RegionLine(0, "Sky", "Clear blue sky.");
  private static final RegionLine CAR = new RegionLine(3, "Car", "A red car, parked.");
  private static final RegionLine SIGN =
      new RegionLine(12, "Stop sign", "A red sign with white text.");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0: Sky - Clear blue sky.\n3: Car - A red car, parked.\n12: Stop sign - A red sign with white text.",
        "From your image, here is the analysis:\n\n0: Sky - Clear blue sky.\n\n3: Car - A red car, parked.\n\n"
            + "12: Stop sign - A red sign with white text.\n\nLet me know if you need more.",
        "- 0: Sky - Clear blue sky.\n  - 3: Car - A red car, parked.\n* 12: Stop sign – A red sign with white text.",
        "**0**: **Sky** - Clear blue sky.\n**3:** Car - A red car, parked.\n**12: Stop sign** - A red sign with white text.",
        "1. 0: Sky - Clear blue sky.\n2. 3: Car - A red car, parked.\n3. 12: Stop sign - A red sign with white text.",
        "0. Sky - Clear blue sky.\n3. Car - A red car, parked.\n12) Stop sign: A red sign with white text.",
        "[0] : Sky - Clear blue sky.\nRegion 3: Car - A red car, parked.\n#12: Stop sign — A red sign with white text.",
        "| id | class | description |\n|---|---|---|\n| 0 | Sky | Clear blue sky. |\n"
            + "| 3 | Car | A red car, parked. |\n| 12 | Stop sign | A red sign with white text. |",
        "0: Sky - Clear blue sky.\n3: Car -\n   A red car, parked.\n12: Stop sign - A red sign\nwith white text.",
        "{\"regions\":[{\"id\":3,\"category\":\"Car\",\"description\":\"A red car, parked.\"},"
            + "{\"id\":0,\"category\":\"Sky\",\"description\":\"Clear blue sky.\"},"
            + "{\"id\":12,\"category\":\"Stop sign\",\"description\":\"A red sign with white text.\"}]}",
        "Here you are:\n```json\n[{\"mark\":\"0\",\"label\":\"Sky\",\"caption\":\"Clear blue sky.\"},"
            + "{\"id\":\"3\",\"class\":\"Car\",\"text\":\"A red car, parked.\"},"
            + "{\"id\":12,\"category\":\"Stop sign\",\"description\":\"A red sign with white text.\"}]\n```",
        "{\"0\": \"Sky - Clear blue sky.\", \"3\": \"Car - A red car, parked.\","
            + " \"12\": {\"class\": \"Stop sign\", \"description\": \"A red sign with white text.\"}}",
      })
  void readsTheFormsThatModelsGive(String answer) {
    ParsedLines parsed = RegionLinesParser.parse(answer, CLASSES);

    assertThat(parsed.faults()).isEmpty();
    assertThat(parsed.lines()).containsExactly(SKY, CAR, SIGN);
  }

  @Test
  void namesEachFault() {
    ParsedLines parsed =
        RegionLinesParser.parse(
            "3: Car - A red car.\n3: Car - A blue car.\n7: Dog - A dog.\n12: Stop sign -", CLASSES);

    assertThat(parsed.faults())
        .extracting(LineFault::text)
        .containsExactly(
            "region 3 has two lines that differ",
            "there is no region 7",
            "the line of region 12 describes nothing",
            "region 0 has no line");
    assertThat(parsed.lines()).containsExactly(new RegionLine(3, "Car", "A red car."));
  }

  @Test
  void theSameLineTwiceIsNoFault() {
    ParsedLines parsed =
        RegionLinesParser.parse("3: Car - A red car.\n3: car - a red car.", Map.of(3, "car"));

    assertThat(parsed.faults()).isEmpty();
  }

  @Test
  void aLineAboutSeveralRegionsIsALineOfEach() {
    ParsedLines parsed =
        RegionLinesParser.parse(
            "0, 3 and 12: Thing - One of three.", Map.of(0, "a", 3, "b", 12, "c"));

    assertThat(parsed.faults()).isEmpty();
    assertThat(parsed.lines()).extracting(RegionLine::mark).containsExactly(0, 3, 12);
  }

  @Test
  void aLineWithoutClassTakesTheAnnotatedOne() {
    assertThat(
            RegionLinesParser.parse("3: A red car stands at the kerb.", Map.of(3, "car")).lines())
        .containsExactly(new RegionLine(3, "car", "A red car stands at the kerb."));
  }

  @Test
  void aClassWithHyphensIsNotCut() {
    assertThat(
            RegionLinesParser.parse(
                    "2: Building-other-merged - Beige walls.", Map.of(2, "building-other-merged"))
                .lines())
        .containsExactly(new RegionLine(2, "Building-other-merged", "Beige walls."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "I cannot help with that.",
        "{\"regions\": []}",
        "{\"regions\": [{\"id\": 3",
        "[]"
      })
  void sayingNothingOfAnyRegionIsUnreadable(String answer) {
    assertThat(RegionLinesParser.parse(answer, CLASSES).faults())
        .containsExactly(new LineFault(LineFault.Kind.UNREADABLE, 0));
  }

  @Test
  void anyTextIsReadWithoutHarm() {
    long seed = 20261122;
    Random random = new Random(seed);
    String[] pieces = {
      "0",
      "3",
      "12",
      "99999999999",
      ":",
      " - ",
      "\n",
      "*",
      "{",
      "}",
      "[",
      "\"",
      "Car",
      "|",
      ",",
      "😀"
    };
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      ParsedLines parsed = RegionLinesParser.parse(text.toString(), CLASSES);
      assertThat(parsed.lines())
          .as("seed %d round %d: %s", seed, round, text)
          .allMatch(line -> CLASSES.containsKey(line.mark()) && !line.description().isBlank());
      if (parsed.faults().isEmpty()) {
        assertThat(parsed.lines()).hasSize(CLASSES.size());
      }
    }
  }
}
