package dev.pancap.spark.evaluate;

import dev.pancap.eval.caption.CaptionMeasures;
import dev.pancap.eval.caption.CaptionScores;
import dev.pancap.eval.caption.CaptionSlice;
import dev.pancap.eval.caption.CaptionState;
import dev.pancap.eval.caption.CaptionedImage;
import dev.pancap.eval.caption.CorpusState;
import dev.pancap.eval.work.OrderedWork;
import dev.pancap.spark.encoder.MergeStates;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * Scores captions in two Spark jobs: the first merges CIDEr's document frequencies, the second the
 * states of the scores. All sums are exact, so the digits are those of one JVM, however the images
 * are spread over tasks.
 */
public final class SparkCaptionEvaluation {
  /** Images that a task takes at a time. */
  private static final int SLICE = 64;

  private final SparkSession spark;
  private final CaptionMeasures measures;

  public SparkCaptionEvaluation(SparkSession spark, CaptionMeasures measures) {
    this.spark = spark;
    this.measures = measures;
  }

  /** The figures of the corpus, without those of each image. */
  public CaptionScores score(List<CaptionedImage> images) {
    Dataset<CaptionSlice> slices = slices(images);
    Broadcast<CaptionPass> pass = firstPass(slices);
    CaptionState total =
        slices
            .select(
                new MergeStates<>(
                        new SumOfScores(pass), Encoders.javaSerialization(CaptionState.class))
                    .toColumn())
            .first();
    pass.destroy();
    return new CaptionScores(images.size(), measures.figures(total), List.of());
  }

  /** The figures of the corpus and of each image. */
  public CaptionScores scoreEach(List<CaptionedImage> images) {
    Dataset<CaptionSlice> slices = slices(images);
    Broadcast<CaptionPass> pass = firstPass(slices);
    List<CaptionState> states = new ArrayList<>();
    new OrderedTasks(spark)
        .each(CaptionSlice.of(images, SLICE), new EachScore(pass), states::addAll);
    pass.destroy();
    return CaptionScores.of(measures, images, states);
  }

  private Dataset<CaptionSlice> slices(List<CaptionedImage> images) {
    return OrderedTasks.dataset(spark, CaptionSlice.of(images, SLICE));
  }

  private Broadcast<CaptionPass> firstPass(Dataset<CaptionSlice> slices) {
    CorpusState corpus =
        slices
            .select(
                new MergeStates<>(
                        new CountedCorpus(measures), Encoders.javaSerialization(CorpusState.class))
                    .toColumn())
            .first();
    return OrderedTasks.broadcast(spark, new CaptionPass(measures, corpus));
  }

  /** How the first pass adds. */
  record CountedCorpus(CaptionMeasures measures)
      implements MergeStates.Algebra<CaptionSlice, CorpusState> {
    @Override
    public CorpusState zero() {
      return new CorpusState(measures);
    }

    @Override
    public CorpusState add(CorpusState state, CaptionSlice slice) {
      slice.tokenize().forEach(state::add);
      return state;
    }

    @Override
    public CorpusState merge(CorpusState left, CorpusState right) {
      left.merge(right);
      return left;
    }
  }

  /** The second pass where each image is asked for. */
  record EachScore(Broadcast<CaptionPass> pass)
      implements OrderedWork.Step<CaptionSlice, ArrayList<CaptionState>> {
    @Override
    public ArrayList<CaptionState> of(CaptionSlice slice) {
      return new ArrayList<>(pass.value().scorer().score(slice));
    }
  }

  /** How the second pass adds. */
  record SumOfScores(Broadcast<CaptionPass> pass)
      implements MergeStates.Algebra<CaptionSlice, CaptionState> {
    @Override
    public CaptionState zero() {
      return CaptionState.EMPTY;
    }

    @Override
    public CaptionState add(CaptionState state, CaptionSlice slice) {
      CaptionState sum = state;
      for (CaptionState image : pass.value().scorer().score(slice)) {
        sum = sum.plus(image);
      }
      return sum;
    }

    @Override
    public CaptionState merge(CaptionState left, CaptionState right) {
      return left.plus(right);
    }
  }
}
