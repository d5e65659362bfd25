package dev.pancap.spark.stage;

import dev.pancap.caption.CaptionSlip;
import dev.pancap.caption.Finding;
import dev.pancap.caption.GroundedCaption;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.caption.RegionLine;
import dev.pancap.caption.Words;
import dev.pancap.caption.round.CaptionComposer;
import dev.pancap.caption.round.RoundOutcome;
import dev.pancap.edit.EditOutcome;
import dev.pancap.edit.RevisedCaption;
import dev.pancap.edit.RevisedLines;
import dev.pancap.edit.RevisedSegments;
import dev.pancap.facts.Doubt;
import dev.pancap.facts.SceneFacts;
import dev.pancap.facts.TextDoubts;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.scene.SceneGraphJson;
import dev.pancap.scene.SceneGraphs;
import dev.pancap.store.ImageFlag;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.ReviewImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An image that both rounds have answered, on its way into a release.
 *
 * @param segmented the picture's segments, before edits and after
 * @param described the model's lines, before edits
 * @param revised the lines with edits laid over them
 * @param composed the model's paragraph, before edits
 */
record FinishedImage(
    Segmented segmented,
    RoundOutcome.Answered<List<RegionLine>> described,
    RevisedLines revised,
    RoundOutcome.Answered<CaptionComposer.Composed> composed,
    Publishing publishing) {

  /**
   * The picture's segments.
   *
   * @param found as the annotation or a network says
   * @param revised as people left them
   */
  record Segmented(PreparedImage found, RevisedSegments revised) {}

  /** The picture with its segments as people left them. */
  PreparedImage image() {
    return segmented.revised().image();
  }

  /**
   * How images are published.
   *
   * @param reviewBelowScore segments that a model was less sure of are flagged
   * @param sceneGraph whether rows have a scene graph
   */
  record Publishing(String promptVersion, double reviewBelowScore, boolean sceneGraph) {}

  /**
   * What is published and what raters are shown.
   *
   * @param published the paragraph with edits laid over it
   */
  ImageOutcome outcome(
      CaptionComposer.Composed published, RevisedCaption edited, SceneFacts facts) {
    GroundedCaption caption = published.caption().caption();
    // What picture and mask do not bear out of the texts.
    List<Doubt> doubts = TextDoubts.of(facts, revised.lines(), caption);
    List<ImageFlag> flags = flags(published, edited);
    for (Doubt doubt : doubts) {
      flags.add(
          new ImageFlag(
              dashed(doubt.rule()),
              doubt.detail(),
              doubt.mark(),
              doubt.text().name().toLowerCase(Locale.ROOT),
              doubt.start(),
              doubt.end()));
    }
    String machineCaption = composed.value().caption().caption().grounded();
    ReleaseRow row = row(caption, flags);
    if (publishing.sceneGraph()) {
      row =
          row.withSceneGraph(
              SceneGraphJson.write(SceneGraphs.of(image(), facts, revised.lines(), caption)));
    }
    return ImageOutcome.published(
        row, new ReviewImage(segmented.found(), described.value(), machineCaption, flags));
  }

  private ReleaseRow row(GroundedCaption caption, List<ImageFlag> flags) {
    int things = (int) image().segments().stream().filter(Segment::isThing).count();
    Set<Integer> mentioned = new HashSet<>();
    caption.groups().stream().map(PhraseGroup::markIds).forEach(mentioned::addAll);
    return new ReleaseRow(
        image().imageId(),
        image().fileName(),
        image().split(),
        image().width(),
        image().height(),
        noBytes(),
        image().imagePath(),
        caption.plain(),
        caption.grounded(),
        caption.groups(),
        segments(),
        Words.count(caption.plain()),
        Words.countSentences(caption.plain()),
        image().segments().size(),
        things,
        image().segments().size() - things,
        mentioned.size(),
        names(flags),
        composed.model(),
        publishing.promptVersion(),
        described.key(),
        composed.key(),
        null);
  }

  @SuppressWarnings("NullAway") // The annotation of an array in a record's header is not seen.
  private static byte[] noBytes() {
    return null;
  }

  private List<ReleaseRow.ReleaseSegment> segments() {
    Map<Integer, String> descriptions = new HashMap<>();
    for (RegionLine line : revised.lines()) {
      descriptions.put(line.mark(), line.description());
    }
    return image().segments().stream()
        .map(segment -> segment(segment, descriptions.getOrDefault(segment.mark(), "")))
        .toList();
  }

  private ReleaseRow.ReleaseSegment segment(Segment segment, String description) {
    BoundingBox box = segment.box();
    return new ReleaseRow.ReleaseSegment(
        segment.mark(),
        segment.segmentId(),
        segment.categoryId(),
        segment.category(),
        segment.isThing(),
        segment.isCrowd(),
        segment.areaPixels(),
        List.of(box.x(), box.y(), box.width(), box.height()),
        List.of(image().height(), image().width()),
        segment.rle(),
        description,
        revised.editedMarks().contains(segment.mark()),
        source(segment),
        segment.score());
  }

  /** A network's mask whose class a person gave is neither a person's nor the network's alone. */
  private String source(Segment segment) {
    if (segment.score() != null) {
      return "model";
    }
    return segmented.revised().relabelled().contains(segment.mark())
            && segmented.found().segments().stream()
                .anyMatch(found -> found.mark() == segment.mark() && found.score() != null)
        ? "corrected"
        : "human";
  }

  /**
   * Findings of the gate, slips that were repaired, repairs of the mask, segments that a model was
   * not sure of, edits in conflict.
   */
  private List<ImageFlag> flags(CaptionComposer.Composed published, RevisedCaption edited) {
    List<ImageFlag> flags = new ArrayList<>();
    for (Finding finding : published.flags()) {
      flags.add(new ImageFlag(dashed(finding.rule()), finding.detail(), finding.mark()));
    }
    for (CaptionSlip slip : published.caption().slips()) {
      flags.add(new ImageFlag("repaired-" + dashed(slip.slip()), "in the caption's tags", null));
    }
    for (String repair : image().repairs()) {
      int colon = repair.indexOf(':');
      flags.add(new ImageFlag(colon < 0 ? repair : repair.substring(0, colon), repair, null));
    }
    for (Segment segment : image().segments()) {
      if (segment.score() != null
          && segment.score() < publishing.reviewBelowScore()
          && !segmented.revised().confirmed().contains(segment.mark())) {
        flags.add(
            new ImageFlag(
                ImageOutcome.UNSURE_SEGMENT,
                String.format(
                    Locale.ROOT,
                    "the model found %s %d with a score of %.2f",
                    segment.category(),
                    segment.mark(),
                    segment.score()),
                segment.mark()));
      }
    }
    List<EditOutcome> outcomes = new ArrayList<>(segmented.revised().outcomes());
    outcomes.addAll(revised.outcomes());
    outcomes.addAll(edited.outcomes());
    for (EditOutcome outcome : outcomes) {
      if (outcome.isOpen()) {
        flags.add(
            new ImageFlag(
                ImageOutcome.EDIT_CONFLICT,
                "an edit by %s of segment %d could not be carried over as it is"
                    .formatted(outcome.rater(), outcome.segmentId()),
                null));
      }
    }
    return flags;
  }

  private static String dashed(Enum<?> rule) {
    return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static List<String> names(List<ImageFlag> flags) {
    Set<String> names = new TreeSet<>();
    flags.forEach(flag -> names.add(flag.rule()));
    return List.copyOf(names);
  }
}
