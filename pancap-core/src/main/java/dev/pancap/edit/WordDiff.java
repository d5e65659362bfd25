package dev.pancap.edit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The difference of two texts in words and punctuation marks, by longest common subsequence. A
 * token owns the white space before it; the white space after the last token is a token of its own,
 * so that the tokens of a text joined give the text.
 */
public final class WordDiff {
  /** Beyond this many cells the texts count as entirely different. */
  private static final long MAX_CELLS = 25_000_000;

  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:[\\p{L}\\p{N}\\p{M}]+(?:['’][\\p{L}\\p{N}]+)*|[^\\s])|\\s+$");

  private final List<String> base;
  private final List<String> other;
  private final int[] otherOfBase;

  private WordDiff(List<String> base, List<String> other, int[] otherOfBase) {
    this.base = base;
    this.other = other;
    this.otherOfBase = otherOfBase;
  }

  /**
   * A stretch of one text.
   *
   * @param alone whether the other text lacks it
   */
  public record Stretch(String text, boolean alone) {}

  /** A stretch of base tokens and the stretch of the other text that stands in its place. */
  record Hunk(int baseStart, int baseEnd, int otherStart, int otherEnd) {}

  /** Compares two texts. */
  public static WordDiff between(String base, String other) {
    List<String> baseTokens = tokens(base);
    List<String> otherTokens = tokens(other);
    return new WordDiff(baseTokens, otherTokens, match(baseTokens, otherTokens));
  }

  /** The base text in stretches that the other text has or lacks, in turn. */
  public List<Stretch> baseStretches() {
    boolean[] alone = new boolean[base.size()];
    for (int i = 0; i < alone.length; i++) {
      alone[i] = otherOfBase[i] < 0;
    }
    return stretches(base, alone);
  }

  /** The other text in stretches that the base text has or lacks, in turn. */
  public List<Stretch> otherStretches() {
    boolean[] alone = new boolean[other.size()];
    Arrays.fill(alone, true);
    for (int matched : otherOfBase) {
      if (matched >= 0) {
        alone[matched] = false;
      }
    }
    return stretches(other, alone);
  }

  private static List<Stretch> stretches(List<String> tokens, boolean[] alone) {
    List<Stretch> stretches = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= alone.length; i++) {
      if (i == alone.length || alone[i] != alone[start]) {
        stretches.add(new Stretch(String.join("", tokens.subList(start, i)), alone[start]));
        start = i;
      }
    }
    return stretches;
  }

  List<String> baseTokens() {
    return base;
  }

  List<String> otherTokens() {
    return other;
  }

  /** The index of the other text's token that a base token is matched with, or -1. */
  int otherOf(int baseToken) {
    return otherOfBase[baseToken];
  }

  /** The stretches in which the texts differ, by ascending position. */
  List<Hunk> hunks() {
    List<Hunk> hunks = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < base.size() || j < other.size()) {
      if (i < base.size() && otherOfBase[i] == j) {
        i++;
        j++;
        continue;
      }
      int baseStart = i;
      int otherStart = j;
      while (i < base.size() && otherOfBase[i] < 0) {
        i++;
      }
      j = i < base.size() ? otherOfBase[i] : other.size();
      hunks.add(new Hunk(baseStart, i, otherStart, j));
    }
    return hunks;
  }

  /** Where a base token starts in the base text, in code points. */
  int baseOffset(int token) {
    int offset = 0;
    for (int i = 0; i < token; i++) {
      offset += base.get(i).codePointCount(0, base.get(i).length());
    }
    return offset;
  }

  String otherText(Hunk hunk) {
    return String.join("", other.subList(hunk.otherStart(), hunk.otherEnd()));
  }

  static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private static int[] match(List<String> a, List<String> b) {
    int[] matched = new int[a.size()];
    Arrays.fill(matched, -1);
    int start = 0;
    while (start < a.size() && start < b.size() && a.get(start).equals(b.get(start))) {
      matched[start] = start;
      start++;
    }
    int endA = a.size();
    int endB = b.size();
    while (endA > start && endB > start && a.get(endA - 1).equals(b.get(endB - 1))) {
      matched[--endA] = --endB;
    }
    int rows = endA - start;
    int columns = endB - start;
    if ((long) rows * columns <= MAX_CELLS) {
      matchMiddle(a.subList(start, endA), b.subList(start, endB), matched, start);
    }
    return matched;
  }

  private static void matchMiddle(List<String> a, List<String> b, int[] matched, int offset) {
    int[][] length = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        length[i][j] =
            a.get(i).equals(b.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < a.size() && j < b.size()) {
      if (a.get(i).equals(b.get(j))) {
        matched[offset + i++] = offset + j++;
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }
}
