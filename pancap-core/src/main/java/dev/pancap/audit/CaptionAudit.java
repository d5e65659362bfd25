package dev.pancap.audit;

import dev.pancap.caption.CaptionGate;
import dev.pancap.caption.CaptionSlip;
import dev.pancap.caption.ClassWords;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.ParsedCaption;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.caption.Slip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Audits a set of captions: first each is {@linkplain #look looked at} alone, then {@linkplain
 * #judge judged} beside its batch and the other images.
 *
 * <p>Evidence are the phrases that name a class of COCO: their tags should name segments of that
 * class. A caption whose phrases fit when every id is moved by one has another id base, if the file
 * allows it; one whose classes are not those of its image but those of another has the wrong image.
 */
public final class CaptionAudit {
  /** Fewer phrases that name a class tell nothing. */
  private static final int MIN_EVIDENCE = 3;

  /** Of the phrases that name a class, those that fit in a caption which belongs to its image. */
  private static final double FITS = 0.6;

  /** Below this a caption does not belong to its image. */
  private static final double DOES_NOT_FIT = 0.45;

  private CaptionAudit() {}

  /**
   * What one caption tells by itself.
   *
   * @param agree of the phrases that name a class, those that fit with ids moved by -1, 0 and 1
   * @param evidence phrases and ids that name a class
   * @param spoken the classes that phrases name without doubt
   */
  public record Look(
      AuditedCaption caption,
      List<Integer> agree,
      int evidence,
      Set<Integer> spoken,
      List<AuditFinding> findings) {
    public Look {
      agree = List.copyOf(agree);
      spoken = Set.copyOf(spoken);
      findings = List.copyOf(findings);
    }

    /** The share of the phrases that fit with ids moved by -1, 0 or 1. */
    double fit(int shift) {
      return evidence == 0 ? 0 : (double) agree.get(shift + 1) / evidence;
    }

    /** The share of the spoken classes that an image has. */
    double overlap(Set<Integer> classes) {
      return spoken.isEmpty()
          ? 1
          : (double) spoken.stream().filter(classes::contains).count() / spoken.size();
    }
  }

  /** Looks at one caption. */
  public static Look look(AuditedCaption caption) {
    ParsedCaption parsed = GroundedCaptionParser.parse(caption.text());
    List<AuditFinding> findings = new ArrayList<>();
    mask(caption, findings);
    for (CaptionSlip slip : parsed.slips()) {
      if (slip.slip().treatment() != Slip.Treatment.LAYOUT) {
        boolean broken = slip.slip().treatment() == Slip.Treatment.FAULT;
        findings.add(
            new AuditFinding(
                caption.imageId(),
                broken ? AuditFault.BROKEN_TAG : AuditFault.REPAIRED_TAG,
                slip.slip() + " near \"" + slip.excerpt() + '"'));
      }
    }
    if (parsed.caption().groups().isEmpty()) {
      findings.add(new AuditFinding(caption.imageId(), AuditFault.NO_TAG, "no phrase has a tag"));
    }
    for (String words : CaptionGate.leftovers(parsed.caption().plain())) {
      findings.add(new AuditFinding(caption.imageId(), AuditFault.PROMPT_LEFTOVER, words));
    }
    Set<Integer> ids = new TreeSet<>();
    parsed.caption().groups().forEach(group -> ids.addAll(group.markIds()));
    unknownIds(caption, ids, findings);
    return evidence(caption, parsed.caption().groups(), findings);
  }

  private static Look evidence(
      AuditedCaption caption, List<PhraseGroup> groups, List<AuditFinding> findings) {
    int[] agree = new int[3];
    int evidence = 0;
    Set<Integer> spoken = new HashSet<>();
    for (PhraseGroup group : groups) {
      Set<Integer> named = classesOf(group.phrase());
      if (named.isEmpty()) {
        continue;
      }
      if (named.size() == 1) {
        spoken.addAll(named);
      }
      for (int id : group.markIds()) {
        evidence++;
        for (int shift = -1; shift <= 1; shift++) {
          Integer category = caption.categories().get(id + shift);
          agree[shift + 1] +=
              category != null && ClassWords.names(group.phrase(), category) ? 1 : 0;
        }
      }
    }
    return new Look(caption, List.of(agree[0], agree[1], agree[2]), evidence, spoken, findings);
  }

  private static void unknownIds(
      AuditedCaption caption, Set<Integer> ids, List<AuditFinding> findings) {
    if (!caption.categories().isEmpty()) {
      String unknown =
          ids.stream()
              .filter(id -> !caption.categories().containsKey(id))
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
      if (!unknown.isEmpty()) {
        findings.add(
            new AuditFinding(
                caption.imageId(), AuditFault.UNKNOWN_ID, "the annotation has no " + unknown));
      }
    }
  }

  private static void mask(AuditedCaption caption, List<AuditFinding> findings) {
    Optional<AuditFault> fault =
        switch (caption.mask()) {
          case MISSING -> Optional.of(AuditFault.MISSING_MASK);
          case EMPTY -> Optional.of(AuditFault.EMPTY_MASK);
          case UNREADABLE -> Optional.of(AuditFault.UNREADABLE_MASK);
          case THERE, NOT_READ ->
              caption.categories().isEmpty()
                  ? Optional.of(AuditFault.MISSING_MASK)
                  : Optional.empty();
        };
    fault.ifPresent(
        found ->
            findings.add(
                new AuditFinding(
                    caption.imageId(),
                    found,
                    caption.categories().isEmpty() ? "no annotation" : "the mask file")));
  }

  /** The classes that the words of a phrase name. */
  private static Set<Integer> classesOf(String phrase) {
    Set<Integer> classes = new HashSet<>();
    for (String word : phrase.split("[^\\p{L}\\p{N}'’]+")) {
      classes.addAll(ClassWords.categoriesOf(word));
    }
    return classes;
  }

  /**
   * Judges a caption that was looked at.
   *
   * @param others the classes of other images, to which the caption might belong, by image id
   */
  public static List<AuditFinding> judge(Look look, Map<Long, Set<Integer>> others) {
    List<AuditFinding> findings = new ArrayList<>(look.findings());
    AuditedCaption caption = look.caption();
    if (caption.categories().isEmpty() || look.evidence() < MIN_EVIDENCE) {
      return findings;
    }
    for (int shift : new int[] {1, -1}) {
      if (look.fit(shift) >= FITS && look.fit(0) <= 0.5 * look.fit(shift)) {
        findings.add(
            new AuditFinding(
                caption.imageId(),
                AuditFault.ID_BASE,
                "with %+d on every id %d of %d phrases fit, as they are %d"
                    .formatted(
                        shift, look.agree().get(shift + 1), look.evidence(), look.agree().get(1))));
        return findings;
      }
    }
    Set<Integer> own = new HashSet<>(caption.categories().values());
    double overlap = look.overlap(own);
    if (look.fit(0) <= DOES_NOT_FIT) {
      others.entrySet().stream()
          .filter(other -> other.getKey() != caption.imageId())
          .filter(other -> look.overlap(other.getValue()) > overlap)
          .max(
              Comparator.comparingDouble(
                  (Map.Entry<Long, Set<Integer>> other) -> look.overlap(other.getValue())))
          .ifPresent(
              other ->
                  findings.add(
                      new AuditFinding(
                          caption.imageId(),
                          AuditFault.WRONG_IMAGE,
                          "%.0f %% of its classes are here, %.0f %% in image %d"
                              .formatted(
                                  100 * overlap,
                                  100 * look.overlap(other.getValue()),
                                  other.getKey()))));
    }
    return findings;
  }
}
