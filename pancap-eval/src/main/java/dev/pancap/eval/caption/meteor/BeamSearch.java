package dev.pancap.eval.caption.meteor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the alignment with most matched words, fewest chunks and least distance, word by word of
 * the reference, keeping the best 40 at each.
 *
 * <p>Two properties of METEOR 1.5 are kept because scores depend on them. Weighted counts are
 * integers and each addition truncates, so that a one-word match that is not exact adds nothing.
 * And where there is a choice, the distance of what was chosen is added to the path that it was
 * chosen from, which later choices inherit, and not to the chosen one.
 */
final class BeamSearch {
  private static final int BEAM = 40;

  private static final Comparator<Path> BEST_FIRST =
      (a, b) -> {
        int weights = Integer.compare(b.weight + b.referenceWeight, a.weight + a.referenceWeight);
        if (weights != 0) {
          return weights;
        }
        int chunks = Integer.compare(a.chunks, b.chunks);
        return chunks != 0 ? chunks : Integer.compare(a.distance, b.distance);
      };

  private final Matches matches;
  private final int referenceLength;
  private final boolean[] fixedReference;
  private final @Nullable Match[] fixed;

  private BeamSearch(Matches matches, int referenceLength) {
    this.matches = matches;
    this.referenceLength = referenceLength;
    this.fixedReference = new boolean[referenceLength];
    this.fixed = new Match[referenceLength];
  }

  static Alignment align(Matches matches, int hypothesisLength, int referenceLength) {
    return new BeamSearch(matches, referenceLength).search(hypothesisLength);
  }

  private Alignment search(int hypothesisLength) {
    Path start = new Path(new long[(hypothesisLength >> 6) + 1]);
    for (int j = 0; j < referenceLength; j++) {
      Match match = matches.fixedAt(j);
      if (match != null) {
        fixed[j] = match;
        start.use(match);
        for (int k = j; k < j + match.referenceLength(); k++) {
          fixedReference[k] = true;
        }
      }
    }
    List<Path> paths = List.of(start);
    for (int j = 0; j < referenceLength; j++) {
      List<Path> next = new ArrayList<>(4 * BEAM);
      for (Path path : paths) {
        extend(path, j, next);
      }
      next.sort(BEST_FIRST);
      paths = next.size() > BEAM ? next.subList(0, BEAM) : next;
    }
    for (Path path : paths) {
      path.closeChunk();
    }
    List<Path> complete = new ArrayList<>(paths);
    complete.sort(BEST_FIRST);
    return complete.get(0).alignment();
  }

  /** Adds the ways in which the path can go on at the word of the reference. */
  private void extend(Path path, int position, List<Path> next) {
    if (position < path.nextReference) {
      next.add(path);
      return;
    }
    Match only = fixed[position];
    if (only != null) {
      Path taken = new Path(path);
      taken.take(only);
      taken.distance += only.distance();
      next.add(taken);
      return;
    }
    for (Match match : matches.at(position)) {
      if (!path.isUsed(match) && !meetsFixed(match)) {
        Path taken = new Path(path);
        taken.use(match);
        taken.take(match);
        path.distance += match.distance();
        next.add(taken);
      }
    }
    path.closeChunk();
    path.nextReference = position + 1;
    next.add(path);
  }

  private boolean meetsFixed(Match match) {
    int start = match.referenceStart();
    for (int j = start; j < start + match.referenceLength(); j++) {
      if (fixedReference[j]) {
        return true;
      }
    }
    return false;
  }

  /** A partial alignment. Its choices are a chain that it shares with its siblings. */
  private static final class Path {
    private static final int NO_CHUNK = -1;

    private final long[] usedWords;
    private @Nullable Choice last;
    private int weight;
    private int referenceWeight;
    private int chunks;
    private int distance;
    private int nextReference;
    private int chunkEnd = NO_CHUNK;

    Path(long[] usedWords) {
      this.usedWords = usedWords;
    }

    Path(Path other) {
      usedWords = other.usedWords.clone();
      last = other.last;
      weight = other.weight;
      referenceWeight = other.referenceWeight;
      chunks = other.chunks;
      distance = other.distance;
      nextReference = other.nextReference;
      chunkEnd = other.chunkEnd;
    }

    boolean isUsed(Match match) {
      for (int i = match.start(); i < match.start() + match.length(); i++) {
        if ((usedWords[i >> 6] & (1L << i)) != 0) {
          return true;
        }
      }
      return false;
    }

    void use(Match match) {
      for (int i = match.start(); i < match.start() + match.length(); i++) {
        usedWords[i >> 6] |= 1L << i;
      }
    }

    void take(Match match) {
      last = new Choice(match, last);
      weight = (int) (weight + match.length() * match.module().searchWeight());
      referenceWeight =
          (int) (referenceWeight + match.referenceLength() * match.module().searchWeight());
      if (chunkEnd != NO_CHUNK && match.start() != chunkEnd) {
        chunks++;
      }
      chunkEnd = match.start() + match.length();
      nextReference = match.referenceStart() + match.referenceLength();
    }

    void closeChunk() {
      if (chunkEnd != NO_CHUNK) {
        chunks++;
        chunkEnd = NO_CHUNK;
      }
    }

    Alignment alignment() {
      Deque<Match> inOrder = new ArrayDeque<>();
      for (Choice choice = last; choice != null; choice = choice.before()) {
        inOrder.addFirst(choice.match());
      }
      return new Alignment(List.copyOf(inOrder), chunks);
    }
  }

  private record Choice(Match match, @Nullable Choice before) {}
}
