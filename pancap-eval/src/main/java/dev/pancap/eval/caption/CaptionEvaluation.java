package dev.pancap.eval.caption;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Scores a corpus in two passes on all cores of this JVM: token lines and CIDEr's document
 * frequencies, then each image. Memory is that of the captions, of their token lines and, for
 * CIDEr, of 12 bytes an n-gram.
 */
public final class CaptionEvaluation {
  /** Images that a thread takes at a time. */
  private static final int CHUNK = 128;

  private final CaptionMeasures measures;
  private final IntConsumer progress;

  /**
   * @param progress told how many images have been scored, from several threads
   */
  public CaptionEvaluation(CaptionMeasures measures, IntConsumer progress) {
    this.measures = measures;
    this.progress = progress;
  }

  /** The figures of the corpus and of each image. */
  public CaptionScores score(List<CaptionedImage> images) {
    List<CaptionSlice> slices = CaptionSlice.of(images, CHUNK);
    List<List<TokenizedImage>> tokenized = inParallel(slices.size(), i -> slices.get(i).tokenize());
    CorpusState corpus = new CorpusState(measures);
    tokenized.forEach(slice -> slice.forEach(corpus::add));
    CaptionScorer scorer = new CaptionScorer(measures, corpus);
    List<List<CaptionState>> scored =
        inParallel(
            slices.size(),
            i -> {
              List<CaptionState> states = scorer.score(slices.get(i), tokenized.get(i));
              progress.accept(states.size());
              return states;
            });
    return CaptionScores.of(measures, images, scored.stream().flatMap(List::stream).toList());
  }

  private static <T> List<T> inParallel(int size, Function<Integer, T> work) {
    return new ArrayList<>(IntStream.range(0, size).parallel().mapToObj(work::apply).toList());
  }
}
