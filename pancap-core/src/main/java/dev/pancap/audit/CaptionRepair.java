package dev.pancap.audit;

import dev.pancap.caption.CaptionSlip;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.ParsedCaption;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.caption.Slip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Repairs captions where the repair is certain, and leaves the others as they are:
 *
 * <ul>
 *   <li>ids are moved where the whole batch says so or the caption says so by itself without doubt,
 *       and every moved id exists;
 *   <li>slips in tags are written in canonical form where their meaning is certain;
 *   <li>a caption goes to another image where all its evidence fits there id by id, no other image
 *       does, no other caption claims it, and that image's own caption is misplaced, too, or
 *       missing.
 * </ul>
 */
public final class CaptionRepair {
  private static final int SURE_EVIDENCE = 5;
  private static final double SURE = 0.9;
  private static final double SURELY_NOT = 0.3;
  private static final Pattern IDS = Pattern.compile("(?<=<)\\d[\\d,]*(?=: )");

  private final List<AuditedCaption> captions;
  private final List<CaptionLook> looks;
  private final AuditResult audit;
  private final Map<Long, Map<Integer, Integer>> annotations = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();

  private CaptionRepair(List<AuditedCaption> captions, List<CaptionLook> looks, AuditResult audit) {
    this.captions = captions;
    this.looks = looks;
    this.audit = audit;
    captions.forEach(caption -> annotations.put(caption.imageId(), caption.categories()));
  }

  /**
   * A line of the log.
   *
   * @param imageId under which the caption stood
   * @param to the image under which it stands; the same, or -1 if it was left out
   * @param why the finding that it mends, with its evidence
   */
  public record Change(
      long imageId, long to, AuditFault mended, String why, String before, String after) {}

  /**
   * The repaired set.
   *
   * @param texts by the place of the caption in the set; empty where it was left out
   * @param imageIds under which image each caption stands
   */
  public record Repaired(List<Optional<String>> texts, List<Long> imageIds, List<Change> changes) {
    public Repaired {
      texts = List.copyOf(texts);
      imageIds = List.copyOf(imageIds);
      changes = List.copyOf(changes);
    }
  }

  /**
   * @param looks of the captions, in their order
   * @param audit of the same captions
   */
  public static Repaired of(
      List<AuditedCaption> captions, List<CaptionLook> looks, AuditResult audit) {
    return new CaptionRepair(captions, looks, audit).repair();
  }

  private Repaired repair() {
    Map<Integer, Long> moves = moves();
    Set<Long> taken = new HashSet<>(moves.values());
    List<Optional<String>> texts = new ArrayList<>();
    List<Long> imageIds = new ArrayList<>();
    for (int i = 0; i < captions.size(); i++) {
      AuditedCaption caption = captions.get(i);
      long imageId = caption.imageId();
      Long to = moves.get(i);
      if (to != null) {
        log(caption, to, AuditFault.WRONG_IMAGE, "it fits image %d alone".formatted(to), "");
        imageId = to;
      } else if (taken.contains(imageId)) {
        log(caption, -1, AuditFault.WRONG_IMAGE, "the image's own caption was found", "");
        texts.add(Optional.empty());
        imageIds.add(imageId);
        continue;
      }
      texts.add(Optional.of(text(caption, looks.get(i))));
      imageIds.add(imageId);
    }
    return new Repaired(texts, imageIds, changes);
  }

  private String text(AuditedCaption caption, CaptionLook look) {
    AuditBatch batch = audit.batch(look.batch());
    int shift = certainShift(look, batch);
    boolean slipped =
        look.findings().stream().anyMatch(found -> found.fault() == AuditFault.REPAIRED_TAG);
    if (shift == 0 && !slipped) {
      return caption.text();
    }
    ParsedCaption parsed = GroundedCaptionParser.parse(caption.text());
    if (!parsed.isCertain()) {
      return caption.text();
    }
    String text = caption.text();
    String slips =
        parsed.slips().stream()
            .map(CaptionSlip::slip)
            .filter(slip -> slip.treatment() == Slip.Treatment.REPAIRED)
            .map(Slip::name)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!slips.isEmpty()) {
      text = parsed.caption().grounded();
      log(caption, caption.imageId(), AuditFault.REPAIRED_TAG, slips, text);
    }
    if (shift != 0) {
      text = moved(parsed.caption().grounded(), shift);
      log(caption, caption.imageId(), AuditFault.ID_BASE, CaptionAudit.why(look, batch), text);
    }
    return text;
  }

  /** By how much the ids are moved beyond doubt. */
  private static int certainShift(CaptionLook look, AuditBatch batch) {
    int shift = CaptionAudit.shift(look, batch);
    boolean sure =
        look.evidence() >= SURE_EVIDENCE
            && look.fit(shift) >= SURE
            && look.fit(0) <= SURELY_NOT
            && !look.isPossible(0);
    return shift != 0 && look.isPossible(shift) && (batch.verdict().shift() == shift || sure)
        ? shift
        : 0;
  }

  private static String moved(String grounded, int shift) {
    return IDS.matcher(grounded)
        .replaceAll(
            tag ->
                List.of(tag.group().split(",")).stream()
                    .map(id -> String.valueOf(Integer.parseInt(id) + shift))
                    .collect(Collectors.joining(",")));
  }

  /** Captions, by their place, that belong under another image beyond doubt. */
  private Map<Integer, Long> moves() {
    Set<Long> misplaced = new HashSet<>(audit.images(AuditFault.WRONG_IMAGE));
    Map<Integer, Long> moves = new HashMap<>();
    Map<Long, Integer> claims = new HashMap<>();
    for (int i = 0; i < captions.size(); i++) {
      if (misplaced.contains(captions.get(i).imageId())) {
        Optional<Long> home = home(captions.get(i), looks.get(i));
        if (home.isPresent()) {
          claims.merge(home.get(), 1, Integer::sum);
          moves.put(i, home.get());
        }
      }
    }
    moves.values().removeIf(home -> claims.getOrDefault(home, 0) > 1 || !misplaced.contains(home));
    return moves;
  }

  /** The only image in which every phrase that names a class finds it under its id. */
  private Optional<Long> home(AuditedCaption caption, CaptionLook look) {
    if (look.evidence() < SURE_EVIDENCE) {
      return Optional.empty();
    }
    List<PhraseGroup> groups = GroundedCaptionParser.parse(caption.text()).caption().groups();
    List<Long> homes = new ArrayList<>();
    for (long image : audit.classes().withAll(look.spoken())) {
      Map<Integer, Integer> there = annotations.getOrDefault(image, Map.of());
      if (there.keySet().containsAll(look.ids())) {
        CaptionAudit.Evidence evidence =
            CaptionAudit.Evidence.of(
                new AuditedCaption(
                    image, caption.batch(), caption.text(), there, AuditedMask.NOT_READ),
                groups);
        if (evidence.agree().get(1) == evidence.phrases()) {
          homes.add(image);
        }
      }
    }
    return homes.size() == 1 && homes.get(0) != caption.imageId()
        ? Optional.of(homes.get(0))
        : Optional.empty();
  }

  private void log(AuditedCaption caption, long to, AuditFault mended, String why, String after) {
    changes.add(new Change(caption.imageId(), to, mended, why, caption.text(), after));
  }
}
