package dev.pancap.spark.evaluate;

import dev.pancap.eval.caption.capture.OnnxPhraseEncoder;
import dev.pancap.eval.pgc.PgcComparison;
import dev.pancap.eval.pgc.PhraseClassifier;
import dev.pancap.eval.pgc.PredictedCaption;
import dev.pancap.eval.phrase.EncoderSimilarity;
import dev.pancap.eval.phrase.LexicalSimilarity;
import dev.pancap.panoptic.CategoryTable;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the comparison of grounded captions needs, broadcast. */
public final class PgcPass implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, PredictedCaption> predictions;
  private final @Nullable String encoderModel;

  /**
   * @param encoderModel the folder of a sentence encoder; null for comparing phrases by words
   */
  public PgcPass(Map<String, PredictedCaption> predictions, @Nullable String encoderModel) {
    this.predictions = new HashMap<>(predictions);
    this.encoderModel = encoderModel;
  }

  /**
   * A classifier of its own for each caller, since it is for one thread.
   *
   * @throws dev.pancap.config.ConfigException if the encoder's folder is not what it should be
   */
  public PhraseClassifier classifier(CategoryTable table) {
    if (encoderModel == null) {
      return new PhraseClassifier(
          new LexicalSimilarity(), PhraseClassifier.Words.NAMES_AND_SYNONYMS, table);
    }
    Path folder = Path.of(encoderModel);
    return new PhraseClassifier(
        new EncoderSimilarity(
            OnnxPhraseEncoder.open(folder), String.valueOf(folder.toAbsolutePath().getFileName())),
        PhraseClassifier.Words.NAMES_ONLY,
        table);
  }

  PgcComparison comparison() {
    CategoryTable table = CategoryTable.coco();
    return new PgcComparison(predictions, classifier(table), table);
  }
}
