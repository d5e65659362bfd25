package dev.pancap.eval.caption;

import dev.pancap.eval.caption.capture.CaptureScorer;
import dev.pancap.eval.caption.meteor.Meteor;
import dev.pancap.eval.caption.meteor.MeteorState;
import dev.pancap.eval.caption.meteor.ParaphraseTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores a corpus in two passes on all cores: token lines and CIDEr's document frequencies, then
 * each image. Memory is that of the captions, of their token lines and, for CIDEr, of 12 bytes an
 * n-gram.
 */
public final class CaptionEvaluation {
  /** Images that a thread takes at a time. */
  private static final int CHUNK = 128;

  private final Set<CaptionMetric> metrics;
  private final @Nullable Path paraphrases;
  private final @Nullable CaptureScorer capture;
  private final IntConsumer progress;

  /**
   * What some metrics need besides the captions.
   *
   * @param paraphrases METEOR's paraphrase table; without it the figure is called {@code
   *     meteor_no_paraphrase}
   * @param capture needed for CAPTURE only
   */
  public record Resources(@Nullable Path paraphrases, @Nullable CaptureScorer capture) {}

  /**
   * @param progress told how many images have been scored, from several threads
   */
  public CaptionEvaluation(Set<CaptionMetric> metrics, Resources resources, IntConsumer progress) {
    this.metrics = Set.copyOf(metrics);
    this.paraphrases = resources.paraphrases();
    this.capture = metrics.contains(CaptionMetric.CAPTURE) ? resources.capture() : null;
    if (metrics.contains(CaptionMetric.CAPTURE) && capture == null) {
      throw new IllegalArgumentException("CAPTURE needs a scorer");
    }
    this.progress = progress;
  }

  /** The figures of the corpus and of each image. */
  public CaptionScores score(List<CaptionedImage> images) {
    List<TokenizedImage> tokenized = tokenize(images);
    Scorers scorers = new Scorers(cider(tokenized), meteor(tokenized));
    List<Scored> scored =
        inChunks(tokenized.size(), range -> scoreAll(images, tokenized, range, scorers));
    Totals totals = scored.stream().map(Scored::totals).reduce(Totals.EMPTY, Totals::plus);
    List<CaptionScores.ImageScores> perImage = new ArrayList<>(images.size());
    for (Scored chunk : scored) {
      for (Totals one : chunk.images()) {
        perImage.add(
            new CaptionScores.ImageScores(images.get(perImage.size()).imageId(), figures(one)));
      }
    }
    return new CaptionScores(figures(totals), perImage);
  }

  private List<TokenizedImage> tokenize(List<CaptionedImage> images) {
    return inChunks(
            images.size(),
            range -> {
              CaptionTokenizer tokenizer = new CaptionTokenizer();
              List<TokenizedImage> chunk = new ArrayList<>();
              for (int i = range.from(); i < range.to(); i++) {
                chunk.add(tokenize(images, i, tokenizer));
              }
              return chunk;
            })
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** The original tokenizes all candidates as one file, and all references as another. */
  private static TokenizedImage tokenize(
      List<CaptionedImage> images, int index, CaptionTokenizer tokenizer) {
    CaptionedImage image = images.get(index);
    boolean last = index + 1 == images.size();
    List<String> references = new ArrayList<>();
    for (int i = 0; i < image.references().size(); i++) {
      String next = "";
      if (i + 1 < image.references().size()) {
        next = image.references().get(i + 1);
      } else if (!last) {
        next = images.get(index + 1).references().get(0);
      }
      references.add(tokenizer.line(image.references().get(i), next));
    }
    String nextCandidate = last ? "" : images.get(index + 1).candidate();
    return new TokenizedImage(
        image.imageId().text(), tokenizer.line(image.candidate(), nextCandidate), references);
  }

  private @Nullable Cider cider(List<TokenizedImage> images) {
    if (!metrics.contains(CaptionMetric.CIDER)) {
      return null;
    }
    DocumentFrequencies frequencies = new DocumentFrequencies();
    images.forEach(frequencies::add);
    return new Cider(frequencies);
  }

  private @Nullable Meteor meteor(List<TokenizedImage> images) {
    if (!metrics.contains(CaptionMetric.METEOR)) {
      return null;
    }
    if (paraphrases == null) {
      return new Meteor(null);
    }
    Set<String> vocabulary = new HashSet<>();
    for (TokenizedImage image : images) {
      Meteor.addWords(image.candidate(), vocabulary);
      image.references().forEach(line -> Meteor.addWords(line, vocabulary));
    }
    return new Meteor(ParaphraseTable.read(paraphrases, vocabulary));
  }

  private Scored scoreAll(
      List<CaptionedImage> images, List<TokenizedImage> tokenized, Range range, Scorers scorers) {
    List<Totals> each = new ArrayList<>();
    for (int i = range.from(); i < range.to(); i++) {
      MeanState captured =
          capture == null ? MeanState.EMPTY : MeanState.of(capture.score(images.get(i)));
      each.add(score(tokenized.get(i), scorers).with(captured));
    }
    progress.accept(range.to() - range.from());
    return new Scored(each, each.stream().reduce(Totals.EMPTY, Totals::plus));
  }

  private Totals score(TokenizedImage image, Scorers scorers) {
    BleuState bleu = BleuState.EMPTY;
    double cider = 0;
    if (metrics.contains(CaptionMetric.BLEU) || scorers.cider() != null) {
      NGrams[] candidate = NGrams.allOrders(image.candidate());
      List<NGrams[]> references = image.references().stream().map(NGrams::allOrders).toList();
      bleu = BleuState.of(candidate, references);
      cider = scorers.cider() == null ? 0 : scorers.cider().score(candidate, references);
    }
    double rouge = metrics.contains(CaptionMetric.ROUGE_L) ? RougeL.score(image) : 0;
    MeteorState meteor =
        scorers.meteor() == null ? MeteorState.EMPTY : scorers.meteor().state(image);
    return new Totals(bleu, MeanState.of(rouge), MeanState.of(cider), meteor, MeanState.EMPTY);
  }

  private Map<String, Double> figures(Totals totals) {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (metrics.contains(CaptionMetric.BLEU)) {
      List<Double> bleu = totals.bleu().scores();
      for (int n = 1; n <= bleu.size(); n++) {
        figures.put("bleu_" + n, bleu.get(n - 1));
      }
    }
    if (metrics.contains(CaptionMetric.ROUGE_L)) {
      figures.put("rouge_l", totals.rouge().mean());
    }
    if (metrics.contains(CaptionMetric.CIDER)) {
      figures.put("cider", totals.cider().mean());
    }
    if (metrics.contains(CaptionMetric.METEOR)) {
      figures.put(paraphrases == null ? "meteor_no_paraphrase" : "meteor", totals.meteor().score());
    }
    if (capture != null) {
      figures.put(capture.figure(), totals.capture().mean());
    }
    return figures;
  }

  private static <T> List<T> inChunks(int size, Function<Range, T> work) {
    return IntStream.range(0, (size + CHUNK - 1) / CHUNK)
        .parallel()
        .mapToObj(chunk -> new Range(chunk * CHUNK, Math.min(size, (chunk + 1) * CHUNK)))
        .map(work)
        .toList();
  }

  private record Range(int from, int to) {}

  private record Scorers(@Nullable Cider cider, @Nullable Meteor meteor) {}

  private record Scored(List<Totals> images, Totals totals) {}

  /** The states of all metrics together. */
  private record Totals(
      BleuState bleu, MeanState rouge, MeanState cider, MeteorState meteor, MeanState capture) {
    static final Totals EMPTY =
        new Totals(
            BleuState.EMPTY, MeanState.EMPTY, MeanState.EMPTY, MeteorState.EMPTY, MeanState.EMPTY);

    Totals with(MeanState captured) {
      return new Totals(bleu, rouge, cider, meteor, captured);
    }

    Totals plus(Totals other) {
      return new Totals(
          bleu.plus(other.bleu),
          rouge.plus(other.rouge),
          cider.plus(other.cider),
          meteor.plus(other.meteor),
          capture.plus(other.capture));
    }
  }
}
