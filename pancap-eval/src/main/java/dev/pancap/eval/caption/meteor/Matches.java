package dev.pancap.eval.caption.meteor;

import dev.pancap.eval.caption.meteor.Lexicon.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All matches of a hypothesis and a reference, by the reference word where they begin. */
final class Matches {
  private final Entry[] hypothesis;
  private final Entry[] reference;
  private final List<List<Match>> byReferenceStart = new ArrayList<>();
  private final int[] hypothesisCoverage;
  private final int[] referenceCoverage;

  private Matches(Entry[] hypothesis, Entry[] reference) {
    this.hypothesis = hypothesis;
    this.reference = reference;
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
    for (int j = 0; j < reference.length; j++) {
      for (int i = 0; i < hypothesis.length; i++) {
        if (same(hypothesis[i], reference[j])) {
          add(new Match(i, 1, j, 1, Module.EXACT));
        }
      }
    }
  }

  private void addStems() {
    for (int j = 0; j < reference.length; j++) {
      for (int i = 0; i < hypothesis.length; i++) {
        if (!same(hypothesis[i], reference[j])
            && hypothesis[i].stem().equals(reference[j].stem())) {
          add(new Match(i, 1, j, 1, Module.STEM));
        }
      }
    }
  }

  private void addSynonyms() {
    for (int j = 0; j < reference.length; j++) {
      for (int i = 0; i < hypothesis.length; i++) {
        if (!same(hypothesis[i], reference[j]) && hypothesis[i].isSynonymOf(reference[j])) {
          add(new Match(i, 1, j, 1, Module.SYNONYM));
        }
      }
    }
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
