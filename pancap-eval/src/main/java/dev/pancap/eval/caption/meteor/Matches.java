package dev.pancap.eval.caption.meteor;

import dev.pancap.eval.caption.meteor.Lexicon.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** All matches of a hypothesis and a reference, by the reference word where they begin. */
final class Matches {
  private final Entry[] hypothesis;
  private final Entry[] reference;
  private final Set<Entry> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<List<Match>> byReferenceStart = new ArrayList<>();
  private final int[] hypothesisCoverage;
  private final int[] referenceCoverage;

  private Matches(Entry[] hypothesis, Entry[] reference) {
    this.hypothesis = hypothesis;
    this.reference = reference;
    Collections.addAll(distinct, hypothesis);
    this.hypothesisCoverage = new int[hypothesis.length];
    this.referenceCoverage = new int[reference.length];
    for (int j = 0; j < reference.length; j++) {
      byReferenceStart.add(new ArrayList<>());
    }
  }

  static Matches find(
      Entry[] hypothesis, Entry[] reference, @Nullable ParaphraseTable paraphrases) {
    Matches matches = new Matches(hypothesis, reference);
    matches.addExact();
    if (!Arrays.equals(hypothesis, reference)) {
      matches.addStems();
      matches.addSynonyms();
      if (paraphrases != null) {
        matches.addParaphrases(paraphrases);
      }
    }
    return matches;
  }

  /** Matches that begin at a word of the reference, in the order in which they are tried. */
  List<Match> at(int referenceStart) {
    return byReferenceStart.get(referenceStart);
  }

  /** The only match here, if none other touches any of its words; else null. */
  @Nullable Match fixedAt(int referenceStart) {
    List<Match> matches = byReferenceStart.get(referenceStart);
    if (matches.size() != 1) {
      return null;
    }
    Match match = matches.get(0);
    for (int i = match.start(); i < match.start() + match.length(); i++) {
      if (hypothesisCoverage[i] != 1) {
        return null;
      }
    }
    for (int j = referenceStart; j < referenceStart + match.referenceLength(); j++) {
      if (referenceCoverage[j] != 1) {
        return null;
      }
    }
    return match;
  }

  // Entries are the same object for the same word.
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(Entry a, Entry b) {
    return a == b;
  }

  private void addExact() {
    addWords(Module.EXACT, (theirs, ours) -> same(ours, theirs));
  }

  private void addStems() {
    addWords(
        Module.STEM, (theirs, ours) -> !same(ours, theirs) && ours.stem().equals(theirs.stem()));
  }

  private void addSynonyms() {
    addWords(Module.SYNONYM, (theirs, ours) -> !same(ours, theirs) && ours.isSynonymOf(theirs));
  }

  /** Each different word of the reference is compared once with each of the hypothesis. */
  private void addWords(Module module, BiPredicate<Entry, Entry> rule) {
    Map<Entry, Set<Entry>> matching = new IdentityHashMap<>();
    for (int j = 0; j < reference.length; j++) {
      Set<Entry> words = matching.computeIfAbsent(reference[j], entry -> matching(entry, rule));
      if (!words.isEmpty()) {
        for (int i = 0; i < hypothesis.length; i++) {
          if (words.contains(hypothesis[i])) {
            add(new Match(i, 1, j, 1, module));
          }
        }
      }
    }
  }

  private Set<Entry> matching(Entry word, BiPredicate<Entry, Entry> rule) {
    Set<Entry> words = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Entry candidate : distinct) {
      if (rule.test(word, candidate)) {
        words.add(candidate);
      }
    }
    return words;
  }

  private void addParaphrases(ParaphraseTable table) {
    for (int i = 0; i < hypothesis.length; i++) {
      for (int length = 1; length <= table.longest() && i + length <= hypothesis.length; length++) {
        for (List<String> other : table.of(words(hypothesis, i, length))) {
          for (int j = 0; j + other.size() <= reference.length; j++) {
            if (other.equals(words(reference, j, other.size()))) {
              add(new Match(i, length, j, other.size(), Module.PARAPHRASE));
            }
          }
        }
      }
    }
  }

  private static List<String> words(Entry[] entries, int from, int length) {
    return Arrays.stream(entries, from, from + length).map(Entry::word).toList();
  }

  private void add(Match match) {
    byReferenceStart.get(match.referenceStart()).add(match);
    for (int i = 0; i < match.length(); i++) {
      hypothesisCoverage[match.start() + i]++;
    }
    for (int j = 0; j < match.referenceLength(); j++) {
      referenceCoverage[match.referenceStart() + j]++;
    }
  }
}
