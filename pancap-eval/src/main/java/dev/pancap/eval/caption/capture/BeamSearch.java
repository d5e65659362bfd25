package dev.pancap.eval.caption.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Beam search over a decoder as transformers' {@code generate} does it with {@code early_stopping}:
 * it ends as soon as there are as many finished sequences as beams. A sequence's score is the mean
 * of its tokens' log probabilities, the end token included.
 */
final class BeamSearch {
  /** What the model thinks of the next token. */
  @FunctionalInterface
  interface Decoder {
    /** Logits of the next token, one row a sequence; all sequences have the same length. */
    float[][] next(List<long[]> sequences);
  }

  /**
   * @param startToken what every sequence begins with
   * @param endToken what ends a sequence
   * @param maxLength of a sequence in tokens, start token included
   */
  record Settings(int beams, int startToken, int endToken, int maxLength) {}

  private record Sequence(long[] tokens, double logProbability) {
    Sequence with(int token, double sum) {
      long[] longer = Arrays.copyOf(tokens, tokens.length + 1);
      longer[tokens.length] = token;
      return new Sequence(longer, sum);
    }

    /** Per generated token: the start token was given. */
    double score(int generated) {
      return logProbability / generated;
    }
  }

  private record Finished(long[] tokens, double score) {}

  private record Candidate(int beam, int token, double logProbability) {}

  private final Settings settings;
  private final Decoder decoder;

  BeamSearch(Settings settings, Decoder decoder) {
    this.settings = settings;
    this.decoder = decoder;
  }

  /** The best sequence, start token included, end token not. */
  long[] search() {
    List<Sequence> beams = List.of(new Sequence(new long[] {settings.startToken()}, 0));
    List<Finished> finished = new ArrayList<>();
    while (beams.get(0).tokens().length < settings.maxLength()
        && finished.size() < settings.beams()) {
      List<Sequence> next = new ArrayList<>();
      List<Candidate> candidates = best(beams, decoder.next(tokens(beams)));
      for (int rank = 0; rank < candidates.size() && next.size() < settings.beams(); rank++) {
        Candidate candidate = candidates.get(rank);
        Sequence from = beams.get(candidate.beam());
        if (candidate.token() != settings.endToken()) {
          next.add(from.with(candidate.token(), candidate.logProbability()));
        } else if (rank < settings.beams()) {
          double score = candidate.logProbability() / from.tokens().length;
          keep(finished, new Finished(from.tokens(), score));
        }
      }
      beams = next;
    }
    if (finished.size() < settings.beams()) {
      for (Sequence open : beams) {
        keep(finished, new Finished(open.tokens(), open.score(open.tokens().length - 1)));
      }
    }
    return finished.stream()
        .max(Comparator.comparingDouble(Finished::score))
        .orElseThrow()
        .tokens();
  }

  private static List<long[]> tokens(List<Sequence> beams) {
    return beams.stream().map(Sequence::tokens).toList();
  }

  private void keep(List<Finished> finished, Finished sequence) {
    finished.add(sequence);
    if (finished.size() > settings.beams()) {
      finished.remove(
          finished.stream().min(Comparator.comparingDouble(Finished::score)).orElseThrow());
    }
  }

  /** The best two continuations a beam, over all beams, best first. */
  private List<Candidate> best(List<Sequence> beams, float[][] logits) {
    List<Candidate> all = new ArrayList<>();
    for (int beam = 0; beam < beams.size(); beam++) {
      double normalizer = logSumExp(logits[beam]);
      for (int token : largest(logits[beam])) {
        all.add(
            new Candidate(
                beam, token, beams.get(beam).logProbability() + logits[beam][token] - normalizer));
      }
    }
    all.sort(Comparator.comparingDouble(Candidate::logProbability).reversed());
    return all.subList(0, Math.min(all.size(), 2 * settings.beams()));
  }

  /** Tokens of the largest logits, twice as many as beams: no more of one beam can be chosen. */
  private int[] largest(float[] logits) {
    int wanted = Math.min(2 * settings.beams(), logits.length);
    int[] tokens = new int[wanted];
    int size = 0;
    for (int token = 0; token < logits.length; token++) {
      int rank = size;
      while (rank > 0 && logits[token] > logits[tokens[rank - 1]]) {
        rank--;
      }
      if (rank < wanted) {
        System.arraycopy(tokens, rank, tokens, rank + 1, Math.min(size, wanted - 1) - rank);
        tokens[rank] = token;
        size = Math.min(size + 1, wanted);
      }
    }
    return tokens;
  }

  private static double logSumExp(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    return max + Math.log(sum);
  }
}
