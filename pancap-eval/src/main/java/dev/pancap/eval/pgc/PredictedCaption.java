package dev.pancap.eval.pgc;

import dev.pancap.config.ConfigException;
import dev.pancap.eval.input.CocoMask;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.mask.RunLengths;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A predicted grounded caption: GLaMM's {@code image_id}, {@code caption}, {@code phrases}, {@code
 * pred_masks}, and {@code phrase_seg_counts} where a phrase has several masks.
 */
public final class PredictedCaption implements Serializable {
  private static final long serialVersionUID = 1L;

  private final InputRecord record;

  private PredictedCaption(InputRecord record) {
    this.record = record;
  }

  /**
   * The predictions by image id: a folder with a JSON an image, a JSON list, or JSON lines.
   *
   * @throws ConfigException if there is none, or an image has two
   */
  public static Map<String, PredictedCaption> readAll(Path source) {
    List<InputRecord> records = new ArrayList<>();
    if (Files.isDirectory(source)) {
      InputFile.inFolder(source, ".json").forEach(file -> records.add(InputFile.document(file)));
    } else {
      records.addAll(InputFile.records(source));
    }
    return byImageId(records, source.toString());
  }

  /**
   * The predictions by image id.
   *
   * @param source where they come from, for messages
   * @throws ConfigException if there is none, or an image has two
   */
  public static Map<String, PredictedCaption> byImageId(List<InputRecord> records, String source) {
    Map<String, PredictedCaption> byId = new HashMap<>();
    for (InputRecord record : records) {
      ConfigException.check(
          byId.put(record.anyText("image_id"), new PredictedCaption(record)) == null,
          "%s: image %s has two predictions",
          record.where(),
          record.anyText("image_id"));
    }
    ConfigException.check(!byId.isEmpty(), "%s holds no prediction", source);
    return byId;
  }

  /** Without tags: what stands between angle brackets, and GLaMM's [SEG], is cut. */
  public String caption() {
    return record
        .text("caption")
        .replaceAll("<[^>]*>|\\[SEG]", " ")
        .replaceAll("\\s+", " ")
        .replaceAll(" ([.,;:!?])", "$1")
        .strip();
  }

  /**
   * Each mask with its phrase, in order.
   *
   * @throws ConfigException if there are not as many phrases as masks, or a mask does not fit
   */
  public List<PhraseMask> masks(int width, int height) {
    List<String> phrases = record.texts("phrases");
    List<InputRecord> masks = record.records("pred_masks");
    int[] counts = new int[phrases.size()];
    Arrays.fill(counts, 1);
    if (record.has("phrase_seg_counts")) {
      counts = record.wholeNumbers("phrase_seg_counts");
    }
    if (counts.length != phrases.size() || Arrays.stream(counts).sum() != masks.size()) {
      throw record.complaint(
          "pred_masks",
          "one mask a phrase, or as many as phrase_seg_counts says: %d phrases, %d masks"
              .formatted(phrases.size(), masks.size()));
    }
    List<PhraseMask> pairs = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      for (int k = 0; k < counts[i]; k++) {
        pairs.add(
            new PhraseMask(phrases.get(i), CocoMask.of(masks.get(pairs.size()), width, height)));
      }
    }
    return pairs;
  }

  /** A mask and the phrase that it belongs to. */
  public record PhraseMask(String phrase, RunLengths mask) {}
}
