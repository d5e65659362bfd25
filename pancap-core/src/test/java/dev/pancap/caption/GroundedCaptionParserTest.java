package dev.pancap.caption;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroundedCaptionParserTest {
  private static final long SEED = 20261122;

  @Test
  void readsPhrasesMarksAndSpans() {
    GroundedCaption caption =
        GroundedCaptionParser.parse("A room with <4: a table> and < 11 , 12 :vases >.").caption();

    assertThat(caption.plain()).isEqualTo("A room with a table and vases.");
    assertThat(caption.grounded()).isEqualTo("A room with <4: a table> and <11,12: vases>.");
    assertThat(caption.groups())
        .containsExactly(
            new PhraseGroup("a table", List.of(4), 12, 19),
            new PhraseGroup("vases", List.of(11, 12), 24, 29));
  }

  @Test
  void countsSpansInCodePoints() {
    GroundedCaption caption = GroundedCaptionParser.parse("😀😀 <1: a 👩‍🚀> and <2: é>").caption();

    assertThat(caption.groups().get(0).start()).isEqualTo(3);
    assertThat(caption.groups().get(0).end()).isEqualTo(8);
    assertSpansFit(caption, "emoji");
  }

  /** Source, canonical text, the slip. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a <9:11skateboard> | a <9,11: skateboard> | COLON_FOR_COMMA",
        "a <9:11: skateboard> | a <9,11: skateboard> | COLON_FOR_COMMA",
        "<3,,4: cats> | <3,4: cats> | EXTRA_SEPARATOR",
        "<3, : cats> | <3: cats> | EXTRA_SEPARATOR",
        "<3:: cats> | <3: cats> | EXTRA_SEPARATOR",
        "<3;4: cats> | <3,4: cats> | WRONG_SEPARATOR",
        "<3 and 4: cats> | <3,4: cats> | WRONG_SEPARATOR",
        "<3 4: cats> | <3,4: cats> | WRONG_SEPARATOR",
        "<#3: cat> | <3: cat> | ID_LABEL",
        "<region 3: cat> | <3: cat> | ID_LABEL",
        "<1-3: cats> | <1,2,3: cats> | ID_RANGE",
        "<1 – 3: cats> | <1,2,3: cats> | ID_RANGE",
        "<47, 46, 47: people> | <47,46: people> | REPEATED_ID",
        "<10: a shelf with <9: a vase> on it>. | <10: a shelf> with <9: a vase> on it. | NESTED_TAG",
        "<3: a cat> sleeps>. | <3: a cat> sleeps. | STRAY_CLOSE",
        "5 < 6 <3: cats> | 5 ‹ 6 <3: cats> | BRACKET_IN_TEXT",
        "I <3 it, <4: cats> | I ‹3 it, <4: cats> | BRACKET_IN_TEXT",
        "up -> <4: cats> | up -› <4: cats> | BRACKET_IN_TEXT",
        "&lt;3: cat&gt; | <3: cat> | ESCAPED_BRACKET",
        "**<0: x>** | <0: x> | MARKUP",
        "<b><0: x></b> | <0: x> | MARKUP",
        "the<3: cat><4: dog> | the <3: cat> <4: dog> | MISSING_SPACE",
      })
  void repairsWhatIsCertain(String source, String canonical, Slip slip) {
    ParsedCaption parsed = GroundedCaptionParser.parse(source);

    assertThat(parsed.caption().grounded()).isEqualTo(canonical);
    assertThat(parsed.slips()).extracting(CaptionSlip::slip).contains(slip);
    assertThat(parsed.isCertain()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a <3: cat | UNCLOSED_TAG",
        "a <3: cat sits. A <4: dog>. | UNCLOSED_TAG",
        "a <3: > cat | EMPTY_PHRASE",
        "a <red car> | NO_IDS",
        "a <: red car> | NO_IDS",
        "a <3 cats> | MISSING_COLON",
        "a <9-3: cats> | BAD_ID",
        "a <1-999999999: cats> | BAD_ID",
        "a <99999999999: cats> | BAD_ID",
        "<10: <9: a vase> on it> | NESTED_WITHOUT_PHRASE",
      })
  void faultsWhatIsNotCertain(String source, Slip slip) {
    ParsedCaption parsed = GroundedCaptionParser.parse(source);

    assertThat(parsed.slips()).extracting(CaptionSlip::slip).contains(slip);
    assertThat(parsed.isCertain()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<5: a 4-layer shelf>",
        "<9: 2nd car>",
        "<9:2nd car>",
        "<9:10:30 clock>",
        "<9: 3 dogs>",
        "<9:3 dogs>",
        "<9: a clock: it shows 10:30>"
      })
  void aNumberInAPhraseIsNoId(String source) {
    ParsedCaption parsed = GroundedCaptionParser.parse(source);

    assertThat(parsed.slips()).isEmpty();
    assertThat(parsed.caption().groups()).singleElement().matches(g -> g.markIds().size() == 1);
  }

  @Test
  void anyTextGivesPhrasesThatStandWhereTheirSpansSay() {
    Random random = new Random(SEED);
    String[] pieces = {
      "<", ">", "<3: ", "<4,5:", ":", ",", "12", " ", "a", "cat", "😀", "\uD83D", "\uDE00", "*",
      "\n", ".", "<b>", "&lt;", "é", "\u0301", "-", "and", "#"
    };
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(25); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      ParsedCaption parsed = GroundedCaptionParser.parse(text.toString());
      String where = "seed %d round %d: %s".formatted(SEED, round, text);
      assertSpansFit(parsed.caption(), where);
      if (parsed.isCertain() && !text.toString().contains("&")) {
        ParsedCaption again = GroundedCaptionParser.parse(parsed.caption().grounded());
        assertThat(again.caption()).as(where).isEqualTo(parsed.caption());
      }
    }
  }

  @Test
  void whatIsPrintedIsReadBack() {
    Random random = new Random(SEED);
    String[] words = {"a", "red", "car", "😀", "déjà", "4-layer", "it’s", "(old)", "2nd", "sky"};
    for (int round = 0; round < 3000; round++) {
      CaptionBuilder builder = new CaptionBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) {
        builder.text(words[random.nextInt(words.length)]).text(random.nextBoolean() ? ", " : " ");
        List<Integer> ids = new ArrayList<>();
        for (int k = random.nextInt(4); k >= 0; k--) {
          ids.add(random.nextInt(300));
        }
        builder
            .group(ids, words[random.nextInt(words.length)] + " " + words[random.nextInt(3)])
            .text(" ");
      }
      GroundedCaption caption = builder.text("end.").build();
      ParsedCaption parsed = GroundedCaptionParser.parse(caption.grounded());
      assertThat(parsed.caption()).as("seed %d round %d", SEED, round).isEqualTo(caption);
      assertThat(parsed.slips()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<", ">", "<1,", "<1: a ", "<1: a>", "< ", "<1-", "<a", "1:", "<b", "*<"})
  void aMillionOfAnythingIsReadInLinearTime(String piece) {
    String text = piece.repeat(1_000_000 / piece.length());

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> GroundedCaptionParser.parse(text));
  }

  private static void assertSpansFit(GroundedCaption caption, String where) {
    String plain = caption.plain();
    for (PhraseGroup group : caption.groups()) {
      String there =
          plain.substring(
              plain.offsetByCodePoints(0, group.start()), plain.offsetByCodePoints(0, group.end()));
      assertThat(there).as(where).isEqualTo(group.phrase());
      assertThat(group.markIds()).as(where).isNotEmpty().doesNotHaveDuplicates();
    }
    assertThat(plain).as(where).doesNotContain("<", ">");
  }
}
