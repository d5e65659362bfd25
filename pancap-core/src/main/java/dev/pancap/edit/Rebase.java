package dev.pancap.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Carries a rater's changes from the machine text that they were made on to a newer machine text.
 *
 * <p>A three-way merge, word by word. Each of the rater's changes is looked up in the new text
 * between the words that stood around it: where the new text already says what the rater says, the
 * change is done; where it still says what the rater changed, the change is made again; where it
 * says a third thing, nobody but a person can decide, and the rater's text stands until one does.
 * So no edit is ever lost: the outcome is one of three, and under each the rater's word counts.
 */
public final class Rebase {
  private Rebase() {}

  /** What became of an edit. The names are stored. */
  public enum Outcome {
    /** The new text already says it. */
    KEPT,
    /** The new text was changed as the rater changed the old one. */
    REAPPLIED,
    /** The new text says a third thing: the rater's text stands, and goes back to review. */
    CONFLICT
  }

  /** The text to go on with, and how it came about. */
  public record Rebased(Outcome outcome, String text) {}

  /**
   * @param oldMachine the text that the edit was made on
   * @param human the text as the rater left it
   * @param newMachine what the model says now
   */
  public static Rebased rebase(String oldMachine, String human, String newMachine) {
    if (newMachine.equals(human)) {
      return new Rebased(Outcome.KEPT, human);
    }
    if (newMachine.equals(oldMachine)) {
      return new Rebased(Outcome.REAPPLIED, human);
    }
    WordDiff byHuman = WordDiff.between(oldMachine, human);
    WordDiff byMachine = WordDiff.between(oldMachine, newMachine);
    List<Replacement> replacements = new ArrayList<>();
    for (WordDiff.Hunk hunk : byHuman.hunks()) {
      Replacement replacement = place(hunk, byHuman, byMachine);
      if (replacement == null) {
        return new Rebased(Outcome.CONFLICT, human);
      }
      if (!replacement.isDone()) {
        replacements.add(replacement);
      }
    }
    if (replacements.isEmpty()) {
      return new Rebased(Outcome.KEPT, newMachine);
    }
    String text = replace(byMachine.otherTokens(), replacements);
    return text == null
        ? new Rebased(Outcome.CONFLICT, human)
        : new Rebased(Outcome.REAPPLIED, text);
  }

  /** New tokens {@code start} to {@code end} give way to {@code tokens}. */
  private record Replacement(int start, int end, List<String> tokens) {
    private static final Replacement DONE = new Replacement(-1, -1, List.of());

    private boolean isDone() {
      return start < 0;
    }
  }

  /** Where a change of the rater's belongs in the new text, or null if that is not certain. */
  private static @Nullable Replacement place(
      WordDiff.Hunk hunk, WordDiff byHuman, WordDiff byMachine) {
    List<String> removed = byHuman.baseTokens().subList(hunk.baseStart(), hunk.baseEnd());
    List<String> added = byHuman.otherTokens().subList(hunk.otherStart(), hunk.otherEnd());
    List<String> now = byMachine.otherTokens();
    int start = hunk.baseStart() == 0 ? 0 : byMachine.otherOf(hunk.baseStart() - 1) + 1;
    int end =
        hunk.baseEnd() == byMachine.baseTokens().size()
            ? now.size()
            : byMachine.otherOf(hunk.baseEnd());
    boolean startIsSure = hunk.baseStart() == 0 || start > 0;
    if (startIsSure && end >= start) {
      List<String> between = now.subList(start, end);
      if (sameWords(between, added)) {
        return Replacement.DONE;
      }
      if (sameWords(between, removed)) {
        return new Replacement(start, end, added);
      }
    }
    return placeByWords(removed, added, now);
  }

  /** The words around the change are gone: only the changed words themselves can tell. */
  private static @Nullable Replacement placeByWords(
      List<String> removed, List<String> added, List<String> now) {
    List<Integer> places = removed.isEmpty() ? List.of() : occurrences(now, removed);
    boolean saysAdded = added.isEmpty() || !occurrences(now, added).isEmpty();
    if (places.isEmpty() && saysAdded) {
      return Replacement.DONE;
    }
    if (places.size() == 1) {
      int start = places.get(0);
      return new Replacement(start, start + removed.size(), added);
    }
    return null;
  }

  private static @Nullable String replace(List<String> tokens, List<Replacement> replacements) {
    StringBuilder text = new StringBuilder();
    int position = 0;
    for (Replacement replacement : replacements) {
      if (replacement.start() < position) {
        return null;
      }
      text.append(String.join("", tokens.subList(position, replacement.start())));
      text.append(String.join("", replacement.tokens()));
      position = replacement.end();
    }
    text.append(String.join("", tokens.subList(position, tokens.size())));
    return text.toString().strip();
  }

  private static List<Integer> occurrences(List<String> tokens, List<String> words) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i + words.size() <= tokens.size(); i++) {
      if (sameWords(tokens.subList(i, i + words.size()), words)) {
        starts.add(i);
      }
    }
    return starts;
  }

  private static boolean sameWords(List<String> a, List<String> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!word(a.get(i)).equals(word(b.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static String word(String token) {
    return token.strip().toLowerCase(Locale.ROOT);
  }
}
