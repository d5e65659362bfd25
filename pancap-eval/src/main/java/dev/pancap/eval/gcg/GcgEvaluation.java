package dev.pancap.eval.gcg;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.input.CocoMask;
import dev.pancap.eval.input.IdColumn;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.phrase.PhraseSimilarity;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import dev.pancap.mask.BoundingBox;
import dev.pancap.mask.RunLengths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates GLaMM's grounded conversations: true masks as COCO instances, predictions as COCO
 * results or as a folder of {@code <image_id>.json} with phrases and masks. Ids are compared as
 * texts.
 */
public final class GcgEvaluation {
  private final Inputs inputs;
  private final PhraseSimilarity similarity;

  private final Map<String, Image> images = new LinkedHashMap<>();
  private final TreeMap<Long, Boolean> categories = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  public GcgEvaluation(Inputs inputs, PhraseSimilarity similarity) {
    this.inputs = inputs;
    this.similarity = similarity;
  }

  /** What is compared. */
  public enum Shape {
    MASKS,
    BOXES
  }

  /**
   * @param truth COCO instances
   * @param captions COCO captions with {@code labels} an image, or null: then there is no recall
   * @param predictions COCO results JSON, or a folder with a JSON an image
   */
  public record Inputs(Path truth, @Nullable Path captions, Path predictions, Shape shape) {}

  /**
   * @throws ConfigException if a file is missing or not what it should be
   */
  public MetricResult run() {
    readTruth();
    if (Files.isDirectory(inputs.predictions)) {
      InputFile.inFolder(inputs.predictions, ".json").forEach(this::readAnswer);
    } else {
      readResults();
    }
    CocoEval coco = new CocoEval();
    for (Image image : byAscendingId()) {
      for (long category : categories.keySet()) {
        coco.add(category, image.objectsOf(category));
      }
    }
    ObjectNode json = MetricResult.object();
    TextTable table = TextTable.of("figure", "%");
    coco.figures()
        .forEach(
            (name, value) -> {
              MetricResult.put(json, name, value);
              table.row(name, value < 0 ? "-" : TextTable.percent(value, 2));
            });
    if (inputs.shape == Shape.MASKS) {
      addMeanIou(json, table);
    }
    json.put("images", images.size());
    ArrayNode list = json.putArray("problems");
    problems.forEach(list::add);
    return new MetricResult(json, table.toString());
  }

  /** COCO's evaluation sorts the images, which decides among detections of equal scores. */
  private List<Image> byAscendingId() {
    boolean areNumbers = images.keySet().stream().allMatch(id -> id.matches("\\d{1,18}"));
    Comparator<String> order =
        areNumbers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder();
    TreeMap<String, Image> sorted = new TreeMap<>(order.thenComparing(Comparator.naturalOrder()));
    sorted.putAll(images);
    return List.copyOf(sorted.values());
  }

  private void readTruth() {
    InputRecord document = InputFile.document(inputs.truth);
    for (InputRecord record : document.records("images")) {
      images.put(
          record.anyText("id"),
          new Image(record.wholeNumber("width"), record.wholeNumber("height")));
    }
    for (InputRecord record : document.records("categories")) {
      categories.put((long) record.wholeNumber("id"), true);
    }
    for (InputRecord record : document.records("annotations")) {
      Image image = image(record);
      RunLengths mask =
          inputs.shape == Shape.MASKS
              ? CocoMask.read(record, "segmentation", image.width, image.height)
              : null;
      image.truth.add(
          new Labelled<>(
              record.wholeNumber("category_id"),
              new CocoObjects.Truth(
                  (long) record.number("id"),
                  record.number("area"),
                  record.has("iscrowd") && record.wholeNumber("iscrowd") == 1,
                  mask,
                  inputs.shape == Shape.BOXES ? box(record) : new double[4])));
    }
    if (inputs.captions != null) {
      for (InputRecord record : InputFile.document(inputs.captions).records("annotations")) {
        image(record).labels.addAll(record.texts("labels"));
      }
    }
  }

  private Image image(InputRecord record) {
    Image image = images.get(record.anyText("image_id"));
    if (image == null) {
      throw record.complaint("image_id", "one of the images of " + inputs.truth);
    }
    return image;
  }

  private void readResults() {
    IdColumn ids = new IdColumn(inputs.predictions.toString(), "image_id");
    List<InputRecord> records = InputFile.records(inputs.predictions);
    // The original decides it by the first result: where that has a box, areas are those of boxes.
    boolean sizedByBoxes =
        !records.isEmpty() && records.get(0).has("bbox") && !records.get(0).raw("bbox").isEmpty();
    for (InputRecord record : records) {
      ids.of(record);
      Image image = image(record);
      image.detections.add(
          new Labelled<>(
              record.has("category_id") ? record.wholeNumber("category_id") : 1,
              detection(record, image, sizedByBoxes)));
    }
  }

  private CocoObjects.Detection detection(InputRecord record, Image image, boolean sizedByBoxes) {
    double score = record.has("score") ? record.number("score") : 1;
    boolean comparesBoxes = inputs.shape == Shape.BOXES;
    if (comparesBoxes && sizedByBoxes) {
      double[] box = box(record);
      return new CocoObjects.Detection(score, box[2] * box[3], null, box);
    }
    RunLengths mask = CocoMask.read(record, "segmentation", image.width, image.height);
    double[] box = sizedByBoxes ? box(record) : around(mask);
    double area = sizedByBoxes ? box[2] * box[3] : mask.areaPixels();
    return new CocoObjects.Detection(score, area, comparesBoxes ? null : mask, box);
  }

  /** {@code [x, y, width, height]}. */
  private static double[] box(InputRecord record) {
    double[] box = record.numbers("bbox");
    if (box.length != 4) {
      throw record.complaint("bbox", "[x, y, width, height]");
    }
    return box;
  }

  private static double[] around(RunLengths mask) {
    BoundingBox box = mask.boundingBox();
    return new double[] {box.x(), box.y(), box.width(), box.height()};
  }

  /** GLaMM's file of one image: its category is 1 and its scores are 1. */
  private void readAnswer(Path file) {
    InputRecord answer = InputFile.document(file);
    if (!answer.has("pred_masks") && answer.fields().size() == 1) {
      answer = answer.record(answer.fields().get(0));
    }
    Image image = images.get(answer.anyText("image_id"));
    if (image == null) {
      problems.add(file + ": image_id is not one of " + inputs.truth);
      return;
    }
    try {
      List<CocoObjects.Detection> detections = new ArrayList<>();
      for (InputRecord mask : answer.records("pred_masks")) {
        RunLengths runs = CocoMask.of(mask, image.width, image.height);
        detections.add(new CocoObjects.Detection(1, runs.areaPixels(), runs, new double[4]));
      }
      image.phrases.addAll(answer.texts("phrases"));
      detections.forEach(detection -> image.detections.add(new Labelled<>(1, detection)));
    } catch (ConfigException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private void addMeanIou(ObjectNode json, TextTable table) {
    double ious = 0;
    long hits = 0;
    long labels = 0;
    for (Image image : images.values()) {
      List<RunLengths> truth = image.truthMasks();
      List<RunLengths> predicted = image.predictedMasks();
      ious += GcgMatcher.meanIou(truth, predicted);
      labels += image.labels.size();
      hits += matches(image, truth, predicted);
    }
    MetricResult.put(json, "miou", ious / images.size());
    table.row("mIoU", TextTable.percent(ious / images.size(), 1));
    if (inputs.captions != null) {
      double recall = (double) hits / labels;
      MetricResult.put(json, "recall", recall);
      json.put("true_positives", hits).put("actual_positives", labels);
      json.put("text_similarity", similarity.name());
      table.row(
          "recall (%s similarity)".formatted(similarity.name()), TextTable.percent(recall, 1));
    }
  }

  private long matches(Image image, List<RunLengths> truth, List<RunLengths> predicted) {
    int rows = Math.min(truth.size(), image.labels.size());
    int columns = Math.min(predicted.size(), image.phrases.size());
    double[][] similarities = new double[rows][columns];
    for (int g = 0; g < rows; g++) {
      for (int p = 0; p < columns; p++) {
        similarities[g][p] = similarity.similarity(image.labels.get(g), image.phrases.get(p));
      }
    }
    return GcgMatcher.matches(truth.subList(0, rows), predicted.subList(0, columns), similarities)
        .size();
  }

  private record Labelled<T>(long categoryId, T object) {}

  /** What the files say of one image. */
  private static final class Image {
    private final int width;
    private final int height;
    private final List<Labelled<CocoObjects.Truth>> truth = new ArrayList<>();
    private final List<Labelled<CocoObjects.Detection>> detections = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<String> phrases = new ArrayList<>();

    Image(int width, int height) {
      this.width = width;
      this.height = height;
    }

    CocoObjects objectsOf(long categoryId) {
      return new CocoObjects(of(truth, categoryId), of(detections, categoryId));
    }

    private static <T> List<T> of(List<Labelled<T>> all, long categoryId) {
      return all.stream()
          .filter(one -> one.categoryId == categoryId)
          .map(Labelled::object)
          .toList();
    }

    List<RunLengths> truthMasks() {
      List<RunLengths> masks = new ArrayList<>();
      for (Labelled<CocoObjects.Truth> one : truth) {
        RunLengths mask = one.object.mask();
        if (mask != null) {
          masks.add(mask);
        }
      }
      return masks;
    }

    List<RunLengths> predictedMasks() {
      List<RunLengths> masks = new ArrayList<>();
      for (Labelled<CocoObjects.Detection> one : detections) {
        RunLengths mask = one.object.mask();
        if (mask != null) {
          masks.add(mask);
        }
      }
      return masks;
    }
  }
}
