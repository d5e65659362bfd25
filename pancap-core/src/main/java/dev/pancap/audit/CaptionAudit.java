package dev.pancap.audit;

import dev.pancap.caption.CaptionGate;
import dev.pancap.caption.ClassWords;
import dev.pancap.caption.Finding;
import dev.pancap.caption.GateContext;
import dev.pancap.caption.GateRegion;
import dev.pancap.caption.GateRule;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.ParsedCaption;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.caption.Words;
import dev.pancap.facts.TextDoubts;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
 * class. A caption whose phrases fit when every id is moved by one has another id base, by itself
 * or with its batch; one whose classes are not those of its image but those of others has the wrong
 * image.
 */
public final class CaptionAudit {
  /** Below this a caption does not belong to its image. */
  private static final double DOES_NOT_FIT = 0.45;

  /** So many of the other images have more of a misplaced caption's classes than its own. */
  private static final double BETTER_IMAGES = 0.02;

  private static final int MOST_DETAILS = 5;

  /** What a moved id or a wrong image makes a gate find, and what says nothing beside it. */
  private static final Set<AuditFault> CONSEQUENCES =
      EnumSet.of(
          AuditFault.VOID_ID,
          AuditFault.UNKNOWN_ID,
          AuditFault.CLASS_MISMATCH,
          AuditFault.UNMENTIONED_THING);

  private CaptionAudit() {}

  /** Looks at one caption. */
  public static CaptionLook look(AuditedCaption caption) {
    ParsedCaption parsed = GroundedCaptionParser.parse(caption.text());
    String plain = parsed.caption().plain();
    List<PhraseGroup> groups = parsed.caption().groups();
    Set<Integer> ids = new TreeSet<>();
    groups.forEach(group -> ids.addAll(group.markIds()));
    List<Integer> named = List.copyOf(ids);
    List<AuditFinding> findings = new ArrayList<>();
    mask(caption, findings);
    gate(caption, parsed, findings);
    guesses(caption, plain, findings);
    Evidence evidence = Evidence.of(caption, groups);
    return new CaptionLook(
        caption.imageId(),
        caption.batch(),
        evidence.agree(),
        evidence.phrases(),
        evidence.spoken().stream().sorted().toList(),
        named,
        List.of(caption.has(named, -1), caption.has(named, 0), caption.has(named, 1)),
        Words.count(plain),
        Words.countSentences(plain),
        caption.categories().size(),
        (int) named.stream().filter(caption.categories()::containsKey).count(),
        findings);
  }

  /**
   * Judges a caption that was looked at.
   *
   * @param batch the batch that it came with
   * @param images the classes of all images
   */
  public static List<AuditFinding> judge(CaptionLook look, AuditBatch batch, ImageClasses images) {
    int shift = shift(look, batch);
    if (shift != 0) {
      return instead(look, new AuditFinding(look.imageId(), AuditFault.ID_BASE, why(look, batch)));
    }
    return wrongImage(look, images).map(found -> instead(look, found)).orElseGet(look::findings);
  }

  /** By how much the ids of a caption are moved, as it and its batch say; 0 if they are not. */
  static int shift(CaptionLook look, AuditBatch batch) {
    int own = look.ownShift();
    if (own != 0) {
      return own;
    }
    int common = batch.verdict().shift();
    boolean open = !look.fitsAsWritten() || !look.isPossible(0);
    return common != 0 && open && !look.ids().isEmpty() && look.isPossible(common) ? common : 0;
  }

  /** The evidence for moved ids, for people. */
  static String why(CaptionLook look, AuditBatch batch) {
    int own = look.ownShift();
    return own == 0
        ? "%d of %d telling captions of batch %s fit with %+d on every id"
            .formatted(
                batch.verdict().shift() > 0 ? batch.oneHigher() : batch.oneLower(),
                batch.telling(),
                batch.name(),
                batch.verdict().shift())
        : "with %+d on every id %d of %d phrases fit, as they are %d"
            .formatted(own, look.agree().get(own + 1), look.evidence(), look.agree().get(1));
  }

  private static Optional<AuditFinding> wrongImage(CaptionLook look, ImageClasses images) {
    if (!look.tells() || look.fit(0) > DOES_NOT_FIT) {
      return Optional.empty();
    }
    ImageClasses.Place place = images.place(look.imageId(), look.spoken());
    return place.best() <= place.own() || place.better() < BETTER_IMAGES
        ? Optional.empty()
        : Optional.of(
            new AuditFinding(
                look.imageId(),
                AuditFault.WRONG_IMAGE,
                "%.0f %% of its classes are here, more in %.0f %% of the images, %.0f %% in %s"
                    .formatted(
                        100 * place.own(),
                        100 * place.better(),
                        100 * place.best(),
                        place.bestImage() < 0 ? "several" : "image " + place.bestImage())));
  }

  private static List<AuditFinding> instead(CaptionLook look, AuditFinding found) {
    List<AuditFinding> findings =
        look.findings().stream()
            .filter(other -> !CONSEQUENCES.contains(other.fault()))
            .collect(Collectors.toCollection(ArrayList::new));
    findings.add(found);
    return findings;
  }

  /** What phrases that name a class say of the ids. */
  record Evidence(List<Integer> agree, int phrases, Set<Integer> spoken) {

    static Evidence of(AuditedCaption caption, List<PhraseGroup> groups) {
      int[] agree = new int[3];
      int phrases = 0;
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
          phrases++;
          for (int shift = -1; shift <= 1; shift++) {
            Integer category = caption.categories().get(id + shift);
            agree[shift + 1] += category != null && named.contains(category) ? 1 : 0;
          }
        }
      }
      return new Evidence(List.of(agree[0], agree[1], agree[2]), phrases, spoken);
    }
  }

  private static void mask(AuditedCaption caption, List<AuditFinding> findings) {
    if (caption.categories().isEmpty()) {
      add(caption, AuditFault.MISSING_MASK, "no annotation", findings);
      return;
    }
    String detail = caption.mask().detail();
    switch (caption.mask().state()) {
      case MISSING -> add(caption, AuditFault.MISSING_MASK, detail, findings);
      case EMPTY -> add(caption, AuditFault.EMPTY_MASK, detail, findings);
      case UNREADABLE -> add(caption, AuditFault.UNREADABLE_MASK, detail, findings);
      case THERE, NOT_READ -> {
        if (!caption.mask().withoutPixels().isEmpty()) {
          add(
              caption,
              AuditFault.ID_WITHOUT_PIXELS,
              "no pixel of " + listed(caption.mask().withoutPixels()),
              findings);
        }
      }
    }
    Set<Integer> unknown = new TreeSet<>(caption.categories().values());
    CategoryTable.coco().all().stream().map(Category::id).forEach(unknown::remove);
    unknown.remove(AuditedCaption.NO_CATEGORY);
    if (!unknown.isEmpty()) {
      add(
          caption,
          AuditFault.UNKNOWN_CATEGORY,
          "COCO has no category " + listed(unknown),
          findings);
    }
  }

  /** The gate of a build; without an annotation ids and classes cannot be held to anything. */
  private static void gate(
      AuditedCaption caption, ParsedCaption parsed, List<AuditFinding> findings) {
    List<GateRegion> regions =
        caption.categories().entrySet().stream()
            .map(entry -> region(entry.getKey(), entry.getValue()))
            .sorted((a, b) -> Integer.compare(a.mark(), b.mark()))
            .toList();
    Map<AuditFault, Set<String>> details = new EnumMap<>(AuditFault.class);
    for (Finding found : CaptionGate.check(parsed, regions, GateContext.NONE)) {
      Optional<AuditFault> fault = fault(found.rule(), caption);
      if (fault.isPresent()) {
        boolean isId = fault.get() == AuditFault.UNKNOWN_ID && found.mark() != null;
        details
            .computeIfAbsent(fault.get(), unseen -> new LinkedHashSet<>())
            .add(isId ? "the annotation has no " + found.mark() : found.detail());
      }
    }
    details.forEach(
        (fault, texts) ->
            add(
                caption,
                fault,
                texts.stream().limit(MOST_DETAILS).collect(Collectors.joining("; "))
                    + (texts.size() > MOST_DETAILS ? "; … %d in all".formatted(texts.size()) : ""),
                findings));
  }

  private static GateRegion region(int id, int categoryId) {
    return CategoryTable.coco()
        .find(categoryId)
        .map(category -> new GateRegion(id, categoryId, category.name(), category.isThing()))
        .orElseGet(() -> new GateRegion(id, categoryId, "category " + categoryId, false));
  }

  /** What a finding of the gate is called here; moved marks are judged with their batch. */
  private static Optional<AuditFault> fault(GateRule rule, AuditedCaption caption) {
    boolean isAnnotated = !caption.categories().isEmpty();
    return switch (rule) {
      case EMPTY -> Optional.of(AuditFault.EMPTY_CAPTION);
      case NO_TAG -> Optional.of(AuditFault.NO_TAG);
      case BROKEN_TAG -> Optional.of(AuditFault.BROKEN_TAG);
      case REPAIRED_TAG -> Optional.of(AuditFault.REPAIRED_TAG);
      // Where masks are counted from 0, as PanoCaps does, 0 is one of them.
      case VOID_MARK ->
          isAnnotated && !caption.categories().containsKey(0)
              ? Optional.of(AuditFault.VOID_ID)
              : Optional.empty();
      case UNKNOWN_MARK -> isAnnotated ? Optional.of(AuditFault.UNKNOWN_ID) : Optional.empty();
      case TOO_LONG -> Optional.of(AuditFault.TOO_LONG);
      case REPETITION -> Optional.of(AuditFault.REPETITION);
      case CUT_OFF -> Optional.of(AuditFault.CUT_OFF);
      case UNMENTIONED_THING -> Optional.of(AuditFault.UNMENTIONED_THING);
      case CLASS_MISMATCH -> Optional.of(AuditFault.CLASS_MISMATCH);
      case PROMPT_LEFTOVER -> Optional.of(AuditFault.PROMPT_LEFTOVER);
      case SHIFTED_MARKS, STRUCK_WORDS -> Optional.empty();
    };
  }

  private static void guesses(AuditedCaption caption, String plain, List<AuditFinding> findings) {
    List<String> guesses = TextDoubts.guesses(plain);
    if (!guesses.isEmpty()) {
      add(
          caption,
          AuditFault.SPECULATION,
          "it says \"%s\"".formatted(String.join("\", \"", guesses)),
          findings);
    }
  }

  /** The classes that the words of a phrase name. */
  private static Set<Integer> classesOf(String phrase) {
    Set<Integer> classes = new HashSet<>();
    for (String word : phrase.split("[^\\p{L}\\p{N}'’]+")) {
      classes.addAll(ClassWords.categoriesOf(word));
    }
    return classes;
  }

  private static String listed(Iterable<Integer> ids) {
    List<String> texts = new ArrayList<>();
    ids.forEach(id -> texts.add(String.valueOf(id)));
    return String.join(", ", texts);
  }

  private static void add(
      AuditedCaption caption, AuditFault fault, String detail, List<AuditFinding> findings) {
    findings.add(new AuditFinding(caption.imageId(), fault, detail));
  }
}
