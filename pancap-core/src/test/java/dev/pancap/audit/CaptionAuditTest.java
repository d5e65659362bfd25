package dev.pancap.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.config.LimitsConfig;
import dev.pancap.image.RgbImage;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.Scene;
import dev.pancap.model.describer.Describer;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.ImagePreparer;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.MarkOrder;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.panoptic.Segments;
import dev.pancap.panoptic.SourceImage;
import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final LimitsConfig LIMITS = new LimitsConfig(1 << 20, 1 << 22, 1000);
  private static final Pattern TAG = Pattern.compile("<([\\d,]+):");

  private List<AuditedCaption> clean = List.of();

  @BeforeAll
  void describe() {
    SceneGenerator scenes = new SceneGenerator(11, 160, 120);
    clean =
        IntStream.range(0, IMAGES)
            .parallel()
            .mapToObj(index -> described(scenes.scene(index)))
            .toList();
  }

  @Test
  void cleanCaptionsHaveNoFault() {
    assertThat(audit(clean)).isEmpty();
  }

  @Test
  void idsThatCountFromZeroAreFound() {
    check(AuditFault.ID_BASE, caption -> with(caption, moved(caption.text(), -1), caption.mask()));
  }

  @Test
  void captionsUnderTheWrongImageAreFound() {
    List<AuditedCaption> planted = new ArrayList<>(clean);
    for (int i = 0; i < PLANTED; i++) {
      AuditedCaption next = clean.get((i + 1) % PLANTED);
      planted.set(i, with(clean.get(i), next.text(), clean.get(i).mask()));
    }
    check(AuditFault.WRONG_IMAGE, planted);
  }

  @Test
  void masksThatAreMissingOrEmptyAreFound() {
    check(
        AuditFault.MISSING_MASK,
        caption -> with(caption, caption.text(), AuditedCaption.Mask.MISSING));
    check(
        AuditFault.EMPTY_MASK, caption -> with(caption, caption.text(), AuditedCaption.Mask.EMPTY));
  }

  @Test
  void brokenTagsUnknownIdsAndPromptWordsAreFound() {
    check(
        AuditFault.BROKEN_TAG,
        caption -> with(caption, caption.text() + " <2: a thing.", caption.mask()));
    check(
        AuditFault.UNKNOWN_ID,
        caption -> with(caption, caption.text() + " <901: A thing>.", caption.mask()));
    check(
        AuditFault.PROMPT_LEFTOVER,
        caption ->
            with(caption, caption.text() + " Grounded by the mask numbers.", caption.mask()));
  }

  private void check(AuditFault fault, UnaryOperator<AuditedCaption> plant) {
    List<AuditedCaption> planted = new ArrayList<>(clean);
    for (int i = 0; i < PLANTED; i++) {
      planted.set(i, plant.apply(clean.get(i)));
    }
    check(fault, planted);
  }

  private void check(AuditFault fault, List<AuditedCaption> planted) {
    Set<Long> wanted = new HashSet<>();
    planted.subList(0, PLANTED).forEach(caption -> wanted.add(caption.imageId()));
    Set<Long> found = new HashSet<>();
    for (AuditFinding finding : audit(planted)) {
      if (finding.fault() == fault) {
        found.add(finding.imageId());
      }
    }
    long right = found.stream().filter(wanted::contains).count();
    assertThat((double) right / PLANTED).as("recall of %s", fault).isGreaterThanOrEqualTo(0.95);
    assertThat((double) right / found.size())
        .as("precision of %s", fault)
        .isGreaterThanOrEqualTo(0.98);
  }

  private static List<AuditFinding> audit(List<AuditedCaption> captions) {
    Map<Long, Set<Integer>> classes = new HashMap<>();
    captions.forEach(
        caption -> classes.put(caption.imageId(), Set.copyOf(caption.categories().values())));
    return captions.stream()
        .flatMap(caption -> CaptionAudit.judge(CaptionAudit.look(caption), classes).stream())
        .toList();
  }

  private static AuditedCaption with(
      AuditedCaption caption, String text, AuditedCaption.Mask mask) {
    return new AuditedCaption(caption.imageId(), text, caption.categories(), mask);
  }

  private static String moved(String text, int shift) {
    return TAG.matcher(text)
        .replaceAll(
            tag -> {
              List<String> ids = new ArrayList<>();
              for (String id : tag.group(1).split(",")) {
                ids.add(Integer.toString(Integer.parseInt(id) + shift));
              }
              return "<" + String.join(",", ids) + ":";
            });
  }

  /** Its ids are its marks, from 1, as COCONut counts its segments. */
  private static AuditedCaption described(SyntheticScene scene) {
    List<AnnotatedSegment> segments =
        scene.segments().stream()
            .map(
                segment ->
                    new AnnotatedSegment(
                        segment.segmentId(),
                        segment.category().id(),
                        segment.isCrowd(),
                        null,
                        null,
                        null,
                        null))
            .toList();
    PreparedImage image =
        new ImagePreparer(CategoryTable.coco(), LIMITS, MarkOrder.STUFF_THEN_THINGS)
            .prepare(
                new SourceImage(
                    scene.imageId(), "p", "train", 0, 0, "p", "m", new byte[0], segments),
                scene.jpeg(),
                scene.maskPng());
    Scene looked = new DrawnScene(image, scene.pixels(), Segments.labelMap(image));
    try (Describer describer = new Describer()) {
      String text =
          describer
              .ask(
                  new ModelRequest(
                      "k", Round.ASK, 0, "", "", true, looked, List.of(), List.of(), 2048))
              .join()
              .text();
      return new AuditedCaption(
          scene.imageId(),
          text,
          image.segments().stream().collect(Collectors.toMap(Segment::mark, Segment::categoryId)),
          AuditedCaption.Mask.THERE);
    }
  }

  private record DrawnScene(PreparedImage image, RgbImage pixels, LabelMap marks) implements Scene {
    @Override
    public byte[] originalJpeg() {
      throw new AssertionError("the describer reads no file");
    }

    @Override
    public byte[] overlayJpeg() {
      throw new AssertionError("the describer needs no overlay");
    }
  }
}
