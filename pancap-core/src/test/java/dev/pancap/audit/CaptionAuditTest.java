package dev.pancap.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.audit.AuditBatch.Verdict;
import dev.pancap.audit.AuditedMask.State;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.describer.Describer;
import dev.pancap.model.describer.PreparedScene;
import dev.pancap.panoptic.Segment;
import dev.pancap.synth.SceneGenerator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Plants faults into the describer's captions of drawn pictures, 200 of each kind in 400. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptionAuditTest {
  private static final int IMAGES = 400;
  private static final int PLANTED = 200;
  private static final int BATCH = 100;
  private static final Pattern TAG = Pattern.compile("<([\\d,]+):");

  private List<AuditedCaption> clean = List.of();

  @BeforeAll
  void describe() {
    SceneGenerator scenes = new SceneGenerator(11, 160, 120);
    clean =
        IntStream.range(0, IMAGES)
            .parallel()
            .mapToObj(index -> described(index, PreparedScene.of(scenes.scene(index))))
            .toList();
  }

  @Test
  void cleanCaptionsHaveNoFault() {
    assertThat(audit(clean).findings())
        .filteredOn(found -> found.fault().severity() == AuditFault.Severity.FAULT)
        .isEmpty();
    assertThat(audit(clean).batches().values())
        .extracting(AuditBatch::verdict)
        .containsOnly(Verdict.AS_WRITTEN);
  }

  @Test
  void aBatchWhoseIdsCountFromZeroIsFoundWithItsEvidence() {
    AuditResult found =
        check(AuditFault.ID_BASE, planted(caption -> caption.withText(moved(caption.text(), -1))));

    AuditBatch moved = found.batch("batch 0");
    assertThat(moved.verdict()).isEqualTo(Verdict.ONE_HIGHER);
    assertThat(moved.oneHigher()).isGreaterThan(90);
    assertThat(moved.withZero()).isPositive();
    assertThat(found.batch("batch 3").verdict()).isEqualTo(Verdict.AS_WRITTEN);
    assertThat(found.images(AuditFault.UNKNOWN_ID)).isEmpty();
  }

  @Test
  void captionsThatCountFromZeroAmongOthersAreFoundOneByOne() {
    List<AuditedCaption> planted = new ArrayList<>(clean);
    Set<Long> wanted = new TreeSet<>();
    for (int i = 0; i < 2 * PLANTED; i += 2) {
      planted.set(i, clean.get(i).withText(moved(clean.get(i).text(), -1)));
      wanted.add(clean.get(i).imageId());
    }
    AuditResult found = audit(planted);

    assertThat(found.batch("batch 0").verdict()).isEqualTo(Verdict.MIXED);
    check(AuditFault.ID_BASE, found, wanted);
  }

  @Test
  void captionsUnderTheWrongImageAreFound() {
    check(AuditFault.WRONG_IMAGE, misplaced());
  }

  @Test
  void masksThatAreMissingEmptyOrUnreadableAreFound() {
    check(AuditFault.MISSING_MASK, planted(caption -> masked(caption, State.MISSING)));
    check(AuditFault.EMPTY_MASK, planted(caption -> masked(caption, State.EMPTY)));
    check(AuditFault.UNREADABLE_MASK, planted(caption -> masked(caption, State.UNREADABLE)));
    check(
        AuditFault.MISSING_MASK,
        planted(
            caption ->
                new AuditedCaption(
                    caption.imageId(),
                    caption.batch(),
                    caption.text(),
                    Map.of(),
                    AuditedMask.NOT_READ)));
    check(
        AuditFault.ID_WITHOUT_PIXELS,
        planted(
            caption ->
                new AuditedCaption(
                    caption.imageId(),
                    caption.batch(),
                    caption.text(),
                    caption.categories(),
                    new AuditedMask(State.THERE, List.of(1), ""))));
    check(AuditFault.UNKNOWN_CATEGORY, planted(CaptionAuditTest::withCategoryZero));
  }

  @Test
  void tagsThatAreBrokenOrDeviateAreFoundAndNamed() {
    check(AuditFault.BROKEN_TAG, added(" <2: a thing."));
    assertThat(check(AuditFault.BROKEN_TAG, added(" <a thing>.")).findings())
        .extracting(AuditFinding::detail)
        .anyMatch(detail -> detail.startsWith("no ids near"));
    check(AuditFault.REPAIRED_TAG, planted(caption -> caption.withText(slipped(caption))));
    check(AuditFault.REPAIRED_TAG, added(" It ends>."));
    check(AuditFault.UNKNOWN_ID, added(" <901: A thing>."));
    check(AuditFault.VOID_ID, added(" <0: Nothing>."));
    check(
        AuditFault.NO_TAG,
        planted(caption -> caption.withText(caption.text().replaceAll("<[^:]*: |>", ""))));
  }

  @Test
  void textsThatAModelOrAHurryLeftAreFound() {
    check(AuditFault.PROMPT_LEFTOVER, added(" Grounded by the mask numbers."));
    check(AuditFault.SPECULATION, added(" It is likely slowing down."));
    check(AuditFault.CUT_OFF, added(" On the left of the"));
    check(AuditFault.REPETITION, added(" It is very nice here.".repeat(3)));
    check(AuditFault.TOO_LONG, added(" word".repeat(900) + "."));
    check(AuditFault.EMPTY_CAPTION, planted(caption -> caption.withText(" ")));
    // The first 200 stand again under the other images.
    List<AuditedCaption> doubled = new ArrayList<>(clean);
    for (int i = 0; i < PLANTED; i++) {
      doubled.set(i + PLANTED, clean.get(i + PLANTED).withText(clean.get(i).text()));
    }
    assertThat(audit(doubled).images(AuditFault.DUPLICATE)).hasSize(2 * PLANTED);
  }

  @Test
  void everyRepairGivesTheCaptionBackAndTheRepairedSetIsClean() {
    assertRepaired(
        AuditFault.ID_BASE,
        planted(caption -> caption.withText(moved(caption.text(), -1))),
        PLANTED * 95 / 100);
    assertRepaired(
        AuditFault.REPAIRED_TAG, planted(caption -> caption.withText(slipped(caption))), PLANTED);
    assertRepaired(AuditFault.WRONG_IMAGE, misplaced(), PLANTED / 2);
  }

  @Test
  void whatIsNotCertainStaysAsItIs() {
    List<AuditedCaption> planted = added(" <2: a thing.");
    CaptionRepair.Repaired repaired = repair(planted);

    assertThat(repaired.changes()).isEmpty();
    assertThat(repaired.texts())
        .containsExactlyElementsOf(
            planted.stream().map(caption -> Optional.of(caption.text())).toList());
  }

  /**
   * What was changed is what stood there before the fault was planted, and nothing else changed.
   */
  private void assertRepaired(AuditFault fault, List<AuditedCaption> planted, int atLeast) {
    Map<Long, String> truth = new HashMap<>();
    clean.forEach(caption -> truth.put(caption.imageId(), caption.text()));
    CaptionRepair.Repaired repaired = repair(planted);
    List<AuditedCaption> after = new ArrayList<>();
    int restored = 0;
    for (int i = 0; i < planted.size(); i++) {
      long imageId = repaired.imageIds().get(i);
      Optional<String> text = repaired.texts().get(i);
      boolean changed =
          text.isEmpty()
              || imageId != planted.get(i).imageId()
              || !text.get().equals(planted.get(i).text());
      if (text.isPresent()) {
        AuditedCaption home = clean.get((int) indexOf(imageId));
        after.add(home.withText(text.get()));
        if (changed) {
          restored++;
          assertThat(text.get())
              .as("%s under image %d", fault, imageId)
              .isEqualTo(truth.get(imageId));
        }
      }
    }
    assertThat(restored).as("restored from %s", fault).isGreaterThanOrEqualTo(atLeast);
    assertThat(repaired.changes()).extracting(CaptionRepair.Change::mended).containsOnly(fault);
    Set<Long> left = audit(after).images(fault);
    assertThat(left).as("left of %s", fault).hasSizeLessThanOrEqualTo(PLANTED - restored);
  }

  private long indexOf(long imageId) {
    return IntStream.range(0, clean.size())
        .filter(i -> clean.get(i).imageId() == imageId)
        .findFirst()
        .orElseThrow();
  }

  private static CaptionRepair.Repaired repair(List<AuditedCaption> captions) {
    List<CaptionLook> looks = captions.stream().map(CaptionAudit::look).toList();
    return CaptionRepair.of(captions, looks, audit(captions));
  }

  private List<AuditedCaption> planted(UnaryOperator<AuditedCaption> plant) {
    List<AuditedCaption> planted = new ArrayList<>(clean);
    for (int i = 0; i < PLANTED; i++) {
      planted.set(i, plant.apply(clean.get(i)));
    }
    return planted;
  }

  private List<AuditedCaption> added(String end) {
    return planted(caption -> caption.withText(caption.text() + end));
  }

  /** The captions of the first 200 images, each under the one before its own. */
  private List<AuditedCaption> misplaced() {
    List<AuditedCaption> planted = new ArrayList<>(clean);
    for (int i = 0; i < PLANTED; i++) {
      planted.set(i, clean.get(i).withText(clean.get((i + 1) % PLANTED).text()));
    }
    return planted;
  }

  private AuditResult check(AuditFault fault, List<AuditedCaption> planted) {
    Set<Long> wanted = new TreeSet<>();
    clean.subList(0, PLANTED).forEach(caption -> wanted.add(caption.imageId()));
    AuditResult found = audit(planted);
    check(fault, found, wanted);
    return found;
  }

  private static void check(AuditFault fault, AuditResult audit, Set<Long> wanted) {
    Set<Long> found = audit.images(fault);
    long right = found.stream().filter(wanted::contains).count();
    assertThat((double) right / wanted.size())
        .as("recall of %s", fault)
        .isGreaterThanOrEqualTo(0.95);
    assertThat((double) right / found.size())
        .as("precision of %s", fault)
        .isGreaterThanOrEqualTo(0.98);
  }

  private static AuditResult audit(List<AuditedCaption> captions) {
    Map<Long, List<Integer>> classes = new HashMap<>();
    captions.forEach(
        caption -> classes.put(caption.imageId(), List.copyOf(caption.categories().values())));
    return AuditResult.of(
        captions, captions.stream().map(CaptionAudit::look).toList(), new ImageClasses(classes));
  }

  private static AuditedCaption masked(AuditedCaption caption, State state) {
    return new AuditedCaption(
        caption.imageId(),
        caption.batch(),
        caption.text(),
        caption.categories(),
        AuditedMask.of(state, "the mask"));
  }

  private static AuditedCaption withCategoryZero(AuditedCaption caption) {
    Map<Integer, Integer> categories = new HashMap<>(caption.categories());
    categories.put(1, 0);
    return new AuditedCaption(
        caption.imageId(), caption.batch(), caption.text(), categories, caption.mask());
  }

  /** The first tag names its first id twice. */
  private static String slipped(AuditedCaption caption) {
    return TAG.matcher(caption.text())
        .replaceFirst(tag -> "<" + tag.group(1) + "," + tag.group(1).split(",")[0] + ":");
  }

  private static String moved(String text, int shift) {
    return TAG.matcher(text)
        .replaceAll(
            tag ->
                List.of(tag.group(1).split(",")).stream()
                    .map(id -> String.valueOf(Integer.parseInt(id) + shift))
                    .collect(Collectors.joining(",", "<", ":")));
  }

  private static AuditedCaption described(int index, PreparedScene scene) {
    try (Describer describer = new Describer()) {
      String text =
          describer
              .ask(
                  new ModelRequest(
                      "k", Round.ASK, 0, "", "", true, scene, List.of(), List.of(), 2048))
              .join()
              .text();
      return new AuditedCaption(
          scene.image().imageId(),
          "batch " + index / BATCH,
          text,
          scene.image().segments().stream()
              .collect(Collectors.toMap(Segment::mark, Segment::categoryId)),
          AuditedMask.THERE);
    }
  }
}
