package dev.pancap.edit;

import dev.pancap.edit.Rebase.Outcome;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.ImagePreparer;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lays what people said of segments over what a network or an annotation says. */
public final class SegmentRevision {
  /** A canonical tag: {@code <3,4: two cars>}. */
  private static final Pattern TAG = Pattern.compile("<(\\d+(?:,\\d+)*): ([^<>]*)>");

  private final EffectiveEdits edits;
  private final CategoryTable categories;
  private final List<Segment> segments = new ArrayList<>();
  private final Set<Integer> dropped = new HashSet<>();
  private final Set<Integer> relabelled = new HashSet<>();
  private final Set<Integer> confirmed = new HashSet<>();
  private final List<EditOutcome> outcomes = new ArrayList<>();

  private SegmentRevision(EffectiveEdits edits, CategoryTable categories) {
    this.edits = edits;
    this.categories = categories;
  }

  /**
   * Lays the edits over the segments. Where the class is another one than the rater saw, and not
   * the one that the rater gave, the rater's word stands and is in conflict. A rater's class that
   * is none is a conflict, too, and the segment stays as it is.
   *
   * @param image as it was prepared
   * @param edits all edits of the image
   */
  public static RevisedSegments of(
      PreparedImage image, Collection<EditRecord> edits, CategoryTable categories) {
    EffectiveEdits effective = EffectiveEdits.of(edits);
    Map<Integer, List<EditRecord>> bySegment = effective.segments();
    if (bySegment.isEmpty()) {
      return new RevisedSegments(image, Set.of(), Set.of(), Set.of(), List.of());
    }
    Map<Integer, List<EditRecord>> left = new HashMap<>(bySegment);
    SegmentRevision revision = new SegmentRevision(effective, categories);
    for (Segment segment : image.segments()) {
      List<EditRecord> versions = left.remove(segment.segmentId());
      if (versions == null) {
        revision.segments.add(segment);
      } else {
        revision.revise(segment, versions);
      }
    }
    left.values().forEach(revision::addWithoutSegment);
    boolean isSame = revision.dropped.isEmpty() && revision.relabelled.isEmpty();
    return new RevisedSegments(
        isSame ? image : ImagePreparer.withSegments(image, revision.segments),
        revision.dropped,
        revision.relabelled,
        revision.confirmed,
        revision.outcomes);
  }

  private void revise(Segment segment, List<EditRecord> versions) {
    EditRecord edit = versions.get(0);
    String wanted = edit.resultText();
    Outcome outcome =
        wanted.equals(segment.category())
            ? Outcome.KEPT
            : edit.baseText().equals(segment.category()) ? Outcome.REAPPLIED : Outcome.CONFLICT;
    Optional<Category> category = find(wanted);
    if (wanted.isEmpty()) {
      dropped.add(segment.mark());
    } else if (wanted.equals(segment.category())) {
      confirmed.add(segment.mark());
      segments.add(segment);
    } else if (category.isPresent()) {
      relabelled.add(segment.mark());
      segments.add(relabelled(segment, category.get()));
    } else {
      outcome = Outcome.CONFLICT;
      segments.add(segment);
    }
    outcomes.addAll(edits.outcomes(versions, outcome, segment.category()));
  }

  /** What was dropped and is not found any more is as the rater wants it. */
  private void addWithoutSegment(List<EditRecord> versions) {
    outcomes.addAll(
        edits.outcomes(
            versions,
            versions.get(0).resultText().isEmpty() ? Outcome.KEPT : Outcome.CONFLICT,
            ""));
  }

  private Optional<Category> find(String name) {
    return categories.all().stream().filter(category -> category.name().equals(name)).findFirst();
  }

  /** The mask stays; how sure a network was of another class says nothing of this one. */
  private static Segment relabelled(Segment segment, Category category) {
    return new Segment(
        segment.mark(),
        segment.segmentId(),
        category.id(),
        category.name(),
        category.isThing(),
        segment.isCrowd() && category.isThing(),
        segment.areaPixels(),
        segment.box(),
        segment.rle(),
        segment.centroidX(),
        segment.centroidY(),
        segment.touchesBorder(),
        null);
  }

  /**
   * A paragraph without tags of dropped segments; their words stay. For a paragraph that a person
   * edited before the segment was dropped.
   *
   * @param grounded with tags in canonical form
   */
  public static String untag(String grounded, Set<Integer> dropped) {
    Matcher tags = TAG.matcher(grounded);
    StringBuilder text = new StringBuilder();
    while (tags.find()) {
      String marks =
          Arrays.stream(tags.group(1).split(","))
              .filter(mark -> mark.length() > 9 || !dropped.contains(Integer.parseInt(mark)))
              .collect(Collectors.joining(","));
      String phrase = tags.group(2);
      tags.appendReplacement(
          text,
          Matcher.quoteReplacement(marks.isEmpty() ? phrase : "<%s: %s>".formatted(marks, phrase)));
    }
    return tags.appendTail(text).toString();
  }
}
