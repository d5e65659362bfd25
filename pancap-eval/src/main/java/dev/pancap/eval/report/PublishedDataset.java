package dev.pancap.eval.report;

import dev.pancap.caption.GroundedCaption;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.eval.panoptic.EvaluatedAnnotation;
import dev.pancap.eval.panoptic.EvaluatedCategory;
import dev.pancap.eval.panoptic.EvaluatedSegments;
import dev.pancap.eval.panoptic.PanopticFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A data set that is not ours: captions by image id, joined to panoptic annotations where there are
 * some. Ids in tags are segment ids; a caption that has the id 0 counts from 0, as a batch of
 * COCONut-PanCap does, and all its ids are taken one higher.
 */
public final class PublishedDataset {
  private final Map<String, List<String>> captions;
  private final Map<Integer, EvaluatedCategory> categories = new HashMap<>();
  private final Map<String, EvaluatedAnnotation> annotations = new HashMap<>();
  private long shifted;
  private long unknownIds;
  private long withoutAnnotation;

  public PublishedDataset(Map<String, List<String>> captions, @Nullable PanopticFile masks) {
    this.captions = captions;
    if (masks != null) {
      for (EvaluatedCategory category :
          Objects.requireNonNullElse(masks.categories(), List.<EvaluatedCategory>of())) {
        categories.put(category.id(), category);
      }
      masks.annotations().forEach(a -> annotations.put(a.imageId(), a));
    }
  }

  /** The images that have a caption, by id. */
  public Iterator<ReportedImage> images() {
    return captions.entrySet().stream()
        .map(entry -> image(entry.getKey(), entry.getValue()))
        .iterator();
  }

  /** What was odd among the images that were read so far, a sentence each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    note(notes, shifted, "captions count their masks from 0; their ids were taken one higher.");
    note(notes, unknownIds, "ids in captions name no annotated mask.");
    if (!annotations.isEmpty()) {
      note(notes, withoutAnnotation, "captions belong to images without annotation.");
      long spare = annotations.keySet().stream().filter(id -> !captions.containsKey(id)).count();
      note(notes, spare, "annotated images have no caption and are left out.");
    }
    return notes;
  }

  private static void note(List<String> notes, long count, String what) {
    if (count > 0) {
      notes.add(count + " " + what);
    }
  }

  private ReportedImage image(String imageId, List<String> texts) {
    List<String> plain = new ArrayList<>();
    Set<Integer> named = new HashSet<>();
    for (String text : texts) {
      GroundedCaption caption = GroundedCaptionParser.parse(text).caption();
      plain.add(caption.plain());
      Set<Integer> ids = new HashSet<>();
      for (PhraseGroup group : caption.groups()) {
        ids.addAll(group.markIds());
      }
      boolean fromZero = ids.contains(0);
      shifted += fromZero ? 1 : 0;
      ids.forEach(id -> named.add(fromZero ? id + 1 : id));
    }
    EvaluatedAnnotation annotation = annotations.get(imageId);
    if (annotation == null) {
      withoutAnnotation++;
      return new ReportedImage(imageId, plain, List.of());
    }
    return new ReportedImage(imageId, plain, masks(annotation.segments(), named));
  }

  private List<ReportedMask> masks(EvaluatedSegments segments, Set<Integer> named) {
    List<ReportedMask> masks = new ArrayList<>();
    Set<Integer> unknown = new HashSet<>(named);
    for (int i = 0; i < segments.size(); i++) {
      int id = segments.id(i);
      unknown.remove(id);
      EvaluatedCategory category = categories.get(segments.categoryId(i));
      masks.add(
          new ReportedMask(
              category == null ? "category " + segments.categoryId(i) : category.name(),
              category != null && Boolean.TRUE.equals(category.isThing()),
              (long) segments.areaPixels(i).orElse(0),
              named.contains(id)));
    }
    unknownIds += unknown.size();
    return masks;
  }
}
