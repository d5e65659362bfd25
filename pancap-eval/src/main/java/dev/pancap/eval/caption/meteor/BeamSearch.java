package dev.pancap.eval.caption.meteor;

import java.util.ArrayDeque;
import java.util.ArrayList;
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
  private static final int NO_CHUNK = -1;

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
    long[] used = new long[(hypothesisLength >> 6) + 1];
    for (int j = 0; j < referenceLength; j++) {
      Match match = matches.fixedAt(j);
      if (match != null) {
        fixed[j] = match;
        use(used, match);
        for (int k = j; k < j + match.referenceLength(); k++) {
          fixedReference[k] = true;
        }
      }
    }
    List<Path> paths = List.of(new Path(used));
    for (int j = 0; j < referenceLength; j++) {
      Beam beam = new Beam();
      for (Path path : paths) {
        extend(path, j, beam);
      }
      paths = beam.paths(j);
    }
    Beam complete = new Beam();
    for (Path path : paths) {
      complete.offer(path, null, path.distance, path.chunks + path.openChunk());
    }
    Step best = complete.best();
    return new Alignment(best.from().matches(), best.chunks());
  }

  /** Offers the ways in which the path can go on at the word of the reference. */
  private void extend(Path path, int position, Beam beam) {
    if (position < path.nextReference) {
      beam.offer(path, null, path.distance, path.chunks);
      return;
    }
    Match only = fixed[position];
    if (only != null) {
      beam.offer(path, only, path.distance + only.distance(), path.chunksWith(only));
      return;
    }
    int distance = path.distance;
    for (Match match : matches.at(position)) {
      if (!path.isUsed(match) && !meetsFixed(match)) {
        beam.offer(path, match, distance, path.chunksWith(match));
        distance += match.distance();
      }
    }
    beam.offer(path, null, distance, path.chunks + path.openChunk());
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

  private static void use(long[] usedWords, Match match) {
    for (int i = match.start(); i < match.start() + match.length(); i++) {
      usedWords[i >> 6] |= 1L << i;
    }
  }

  /**
   * A path and what it may do at the next word. It becomes a path only if it stays in the beam,
   * which one in thirty does.
   *
   * @param match null for going on without one
   */
  private record Step(Path from, @Nullable Match match, int distance, int chunks) {
    Path path(int position) {
      return new Path(this, position);
    }
  }

  /** The best 40 steps, best first, earlier ones before equal later ones. */
  private static final class Beam {
    private final Step[] steps = new Step[BEAM];
    private final int[] weights = new int[BEAM];
    private int size;

    void offer(Path from, @Nullable Match match, int distance, int chunks) {
      int weight = from.weight + from.referenceWeight;
      if (match != null) {
        weight = from.weightWith(match) + from.referenceWeightWith(match);
      }
      int rank = size;
      while (rank > 0 && isBetter(weight, chunks, distance, rank - 1)) {
        rank--;
      }
      if (rank == BEAM) {
        return;
      }
      int moved = Math.min(size, BEAM - 1) - rank;
      System.arraycopy(steps, rank, steps, rank + 1, moved);
      System.arraycopy(weights, rank, weights, rank + 1, moved);
      steps[rank] = new Step(from, match, distance, chunks);
      weights[rank] = weight;
      size = Math.min(size + 1, BEAM);
    }

    private boolean isBetter(int weight, int chunks, int distance, int rank) {
      if (weight != weights[rank]) {
        return weight > weights[rank];
      }
      Step other = steps[rank];
      return chunks == other.chunks() ? distance < other.distance() : chunks < other.chunks();
    }

    Step best() {
      return steps[0];
    }

    List<Path> paths(int position) {
      List<Path> paths = new ArrayList<>(size);
      for (int rank = 0; rank < size; rank++) {
        paths.add(steps[rank].path(position));
      }
      return paths;
    }
  }

  /** A partial alignment. Its choices are a chain that it shares with its siblings. */
  private static final class Path {
    private final long[] usedWords;
    private final @Nullable Choice last;
    private final int weight;
    private final int referenceWeight;
    private final int chunks;
    private final int distance;
    private final int nextReference;
    private final int chunkEnd;

    Path(long[] usedWords) {
      this.usedWords = usedWords;
      last = null;
      weight = 0;
      referenceWeight = 0;
      chunks = 0;
      distance = 0;
      nextReference = 0;
      chunkEnd = NO_CHUNK;
    }

    Path(Step step, int position) {
      Path from = step.from();
      Match match = step.match();
      chunks = step.chunks();
      distance = step.distance();
      if (match == null) {
        usedWords = from.usedWords;
        last = from.last;
        weight = from.weight;
        referenceWeight = from.referenceWeight;
        nextReference = Math.max(from.nextReference, position + 1);
        chunkEnd = position < from.nextReference ? from.chunkEnd : NO_CHUNK;
      } else {
        usedWords = from.usedWords.clone();
        use(usedWords, match);
        last = new Choice(match, from.last);
        weight = from.weightWith(match);
        referenceWeight = from.referenceWeightWith(match);
        nextReference = match.referenceStart() + match.referenceLength();
        chunkEnd = match.start() + match.length();
      }
    }

    boolean isUsed(Match match) {
      for (int i = match.start(); i < match.start() + match.length(); i++) {
        if ((usedWords[i >> 6] & (1L << i)) != 0) {
          return true;
        }
      }
      return false;
    }

    int weightWith(Match match) {
      return (int) (weight + match.length() * match.module().searchWeight());
    }

    int referenceWeightWith(Match match) {
      return (int) (referenceWeight + match.referenceLength() * match.module().searchWeight());
    }

    int chunksWith(Match match) {
      return match.start() == chunkEnd ? chunks : chunks + openChunk();
    }

    int openChunk() {
      return chunkEnd == NO_CHUNK ? 0 : 1;
    }

    List<Match> matches() {
      Deque<Match> inOrder = new ArrayDeque<>();
      for (Choice choice = last; choice != null; choice = choice.before()) {
        inOrder.addFirst(choice.match());
      }
      return List.copyOf(inOrder);
    }
  }

  private record Choice(Match match, @Nullable Choice before) {}
}
