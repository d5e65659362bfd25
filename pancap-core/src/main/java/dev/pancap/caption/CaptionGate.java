package dev.pancap.caption;

import dev.pancap.panoptic.PreparedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides whether a grounded caption may be published: each {@link GateRule} looks at it once. */
public final class CaptionGate {
  /** The longest published caption known to us has 302 words. */
  private static final int MAX_WORDS = 800;

  /** A sentence of at least this many words that stands three times is a model that loops. */
  private static final int MIN_REPEATED_WORDS = 4;

  private static final int MAX_REPETITIONS = 2;

  /** Fewer phrases that name a class do not tell a shift from a coincidence. */
  private static final int MIN_EVIDENCE = 3;

  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])[\"'”’)\\]]*\\s+");

  private static final Pattern LEFTOVER =
      Pattern.compile(
          "\\b(?:mask(?:s|ed)? numbers?|numbered (?:regions?|masks?|areas?)"
              + "|label(?:l)?ed (?:regions?|areas?|masks?|individuals|items)|set[- ]of[- ]marks?"
              + "|(?:region|mask|segment|mark)s? (?:number )?\\d+|various label(?:l)?ed"
              + "|region[- ]level|grounded caption|(?:the|this) (?:overlay|segmentation mask)"
              + "|the region (?:represents|shows|labeled|labelled)|as an ai\\b|bounding box(?:es)?)",
          Pattern.CASE_INSENSITIVE);

  private final ParsedCaption parsed;
  private final List<GateRegion> regions;
  private final GateContext context;
  private final Map<Integer, GateRegion> byMark = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private CaptionGate(ParsedCaption parsed, List<GateRegion> regions, GateContext context) {
    this.parsed = parsed;
    this.regions = regions;
    this.context = context;
    regions.forEach(region -> byMark.put(region.mark(), region));
  }

  /** All findings, faults and flags, in the order of the rules. */
  public static List<Finding> check(
      ParsedCaption parsed, PreparedImage image, GateContext context) {
    return check(parsed, image.segments().stream().map(GateRegion::of).toList(), context);
  }

  /** The same where no mask was measured: what an annotation says is enough. */
  public static List<Finding> check(
      ParsedCaption parsed, List<GateRegion> regions, GateContext context) {
    CaptionGate gate = new CaptionGate(parsed, regions, context);
    gate.checkText();
    gate.checkTags();
    gate.checkShift();
    gate.checkStruckWords();
    gate.checkMentions();
    gate.checkClasses();
    gate.checkLeftovers();
    return List.copyOf(gate.findings);
  }

  /** The words of a prompt, such as "the mask numbers", that a plain caption holds. */
  public static List<String> leftovers(String plain) {
    return LEFTOVER.matcher(plain).results().map(found -> found.group()).toList();
  }

  private void checkText() {
    String plain = parsed.caption().plain();
    int words = Words.count(plain);
    if (words == 0) {
      add(GateRule.EMPTY, "the caption is empty");
      return;
    }
    if (words > MAX_WORDS) {
      add(GateRule.TOO_LONG, "the caption has %d words, more than %d".formatted(words, MAX_WORDS));
    }
    String end = plain.stripTrailing();
    if (!end.matches("(?s).*[.!?][\"'”’)\\]]*")) {
      add(GateRule.CUT_OFF, "the caption does not end with a sentence");
    }
    Map<String, Integer> seen = new HashMap<>();
    for (String sentence : SENTENCE_END.split(plain)) {
      String key = sentence.strip().toLowerCase(Locale.ROOT);
      if (Words.count(key) >= MIN_REPEATED_WORDS
          && seen.merge(key, 1, Integer::sum) == MAX_REPETITIONS + 1) {
        add(GateRule.REPETITION, "a sentence stands more than twice");
      }
    }
  }

  private void checkTags() {
    for (CaptionSlip slip : parsed.slips()) {
      switch (slip.slip().treatment()) {
        case FAULT ->
            add(GateRule.BROKEN_TAG, "%s near \"%s\"".formatted(name(slip.slip()), slip.excerpt()));
        case REPAIRED -> add(GateRule.REPAIRED_TAG, name(slip.slip()) + ", repaired");
        case LAYOUT -> {
          // Nothing was said wrongly.
        }
      }
    }
    if (parsed.caption().groups().isEmpty() && Words.count(parsed.caption().plain()) > 0) {
      add(GateRule.NO_TAG, "no phrase is tagged with the number of its region");
    }
    for (PhraseGroup group : parsed.caption().groups()) {
      for (int mark : group.markIds()) {
        if (mark == 0) {
          findings.add(Finding.at(GateRule.VOID_MARK, "0 is no region", mark, group));
        } else if (!byMark.containsKey(mark)) {
          findings.add(
              Finding.at(GateRule.UNKNOWN_MARK, "there is no region " + mark, mark, group));
        }
      }
    }
  }

  /** Phrases that name a class are held to their region's class, and to its neighbours'. */
  private void checkShift() {
    int[] agree = new int[3];
    int evidence = 0;
    for (PhraseGroup group : parsed.caption().groups()) {
      List<String> words = ClassWords.words(group.phrase());
      if (words.stream().allMatch(word -> ClassWords.categoriesOf(word).isEmpty())) {
        continue;
      }
      for (int mark : group.markIds()) {
        evidence++;
        for (int shift = -1; shift <= 1; shift++) {
          GateRegion segment = byMark.get(mark + shift);
          agree[shift + 1] +=
              segment != null && ClassWords.names(words, segment.categoryId()) ? 1 : 0;
        }
      }
    }
    for (int shift : new int[] {1, -1}) {
      boolean fits = agree[shift + 1] >= Math.max(MIN_EVIDENCE, Math.ceil(0.6 * evidence));
      if (fits && agree[1] <= 0.5 * agree[shift + 1]) {
        add(
            GateRule.SHIFTED_MARKS,
            "the numbers are one too %s: %d of %d phrases fit the region numbered one %s, %d fit as"
                    .formatted(
                        shift > 0 ? "low" : "high",
                        agree[shift + 1],
                        evidence,
                        shift > 0 ? "higher" : "lower",
                        agree[1])
                + " written");
      }
    }
  }

  private void checkStruckWords() {
    String plain = parsed.caption().plain();
    for (StruckWords struck : context.struck()) {
      // One word alone ("large") may be true of another region: look where this one is named.
      boolean anywhere = struck.mark() == 0 || Paraphrase.contentWords(struck.words()) > 1;
      String where = anywhere ? plain : sentencesNaming(struck.mark());
      for (String sentence : SENTENCE_END.split(where)) {
        if (Paraphrase.says(sentence, struck.words())) {
          add(
              GateRule.STRUCK_WORDS,
              "it says \"%s\" or the like, which a person struck".formatted(struck.words()));
          break;
        }
      }
    }
  }

  private String sentencesNaming(int mark) {
    String plain = parsed.caption().plain();
    Set<Integer> wanted = new TreeSet<>();
    for (PhraseGroup group : parsed.caption().groups()) {
      if (group.markIds().contains(mark)) {
        wanted.add(plain.offsetByCodePoints(0, group.start()));
      }
    }
    StringBuilder sentences = new StringBuilder();
    Matcher ends = SENTENCE_END.matcher(plain);
    int start = 0;
    while (start < plain.length()) {
      int end = ends.find() ? ends.end() : plain.length();
      int from = start;
      if (wanted.stream().anyMatch(at -> from <= at && at < end)) {
        sentences.append(plain, start, end).append(' ');
      }
      start = end;
    }
    return sentences.toString();
  }

  private void checkMentions() {
    Set<Integer> mentioned = new HashSet<>();
    parsed.caption().groups().forEach(group -> mentioned.addAll(group.markIds()));
    for (GateRegion segment : regions) {
      boolean isNeeded = segment.isThing() && !context.unneeded().contains(segment.mark());
      if (isNeeded && !mentioned.contains(segment.mark())) {
        findings.add(
            new Finding(
                GateRule.UNMENTIONED_THING,
                "%s %d is not named".formatted(segment.category(), segment.mark()),
                segment.mark(),
                -1,
                -1));
      }
    }
  }

  private void checkClasses() {
    for (PhraseGroup group : parsed.caption().groups()) {
      for (int mark : group.markIds()) {
        GateRegion segment = byMark.get(mark);
        if (segment != null && ClassWords.contradicts(group.phrase(), segment.categoryId())) {
          findings.add(
              Finding.at(
                  GateRule.CLASS_MISMATCH,
                  "region %d is %s, the phrase says \"%s\""
                      .formatted(mark, segment.category(), group.phrase()),
                  mark,
                  group));
        }
      }
    }
  }

  private void checkLeftovers() {
    String plain = parsed.caption().plain();
    Matcher matcher = LEFTOVER.matcher(plain);
    while (matcher.find()) {
      findings.add(
          new Finding(
              GateRule.PROMPT_LEFTOVER,
              "it speaks of \"%s\"".formatted(matcher.group()),
              null,
              plain.codePointCount(0, matcher.start()),
              plain.codePointCount(0, matcher.end())));
    }
  }

  private void add(GateRule rule, String detail) {
    findings.add(Finding.of(rule, detail));
  }

  private static String name(Slip slip) {
    return slip.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
