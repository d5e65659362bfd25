package dev.pancap.eval.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;

/** The report's figures as JSON. Figures that are not defined are null. */
final class ReportJson {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int[] PERCENTS = {5, 10, 25, 50, 75, 90, 95};
  private static final int NOUNS = 100;

  private ReportJson() {}

  static ObjectNode of(ReportState state, ReportSource source) {
    ObjectNode report = JSON.createObjectNode();
    report.put("name", source.name());
    report.put("images", state.images());
    report.put("captions", state.words().size());
    report.put("images_with_masks", state.annotatedMasks().size());
    report.set("words_per_image", distribution(state.words()));
    report.set("sentences_per_image", distribution(state.sentences()));
    ObjectNode masks = report.putObject("masks_per_image");
    masks.set("annotated", distribution(state.annotatedMasks()));
    masks.set("mentioned", distribution(state.mentionedMasks()));
    masks.set("things", distribution(state.things()));
    masks.set("stuff", distribution(state.stuff()));
    report.set("categories_per_image", distribution(state.categoriesAnImage()));
    ObjectNode buckets = report.putObject("buckets");
    for (MaskBucket bucket : MaskBucket.values()) {
      ObjectNode node = buckets.putObject(bucket.title());
      node.put("images", state.imagesIn(bucket));
      putFigure(node, "share", (double) state.imagesIn(bucket) / state.annotatedMasks().size());
      state.exampleOf(bucket).ifPresent(example -> node.put("example", example.image().imageId()));
    }
    ObjectNode coverage = report.putObject("coverage");
    putFigure(coverage, "masks", state.maskCoverage());
    putFigure(coverage, "pixels", state.pixelCoverage());
    putFigure(report, "words_masks_correlation", state.wordsMasksCorrelation());
    ObjectNode wordsByMasks = report.putObject("words_by_masks");
    state
        .wordsByMasks()
        .forEach(
            (count, words) -> {
              ObjectNode row = wordsByMasks.putObject(String.valueOf(count));
              row.put("captions", words.size());
              putFigure(row, "mean", words.mean());
              putFigure(row, "median", words.percentile(50));
            });
    report.set("categories", categories(state));
    ArrayNode nouns = report.putArray("nouns");
    for (NounCounts.Noun noun : state.nouns().mostFrequent(NOUNS)) {
      nouns.addObject().put("noun", noun.word()).put("count", noun.count());
    }
    ArrayNode notes = report.putArray("notes");
    source.notes().forEach(notes::add);
    return report;
  }

  private static ObjectNode distribution(Distribution counted) {
    ObjectNode node = JSON.createObjectNode();
    node.put("n", counted.size());
    node.put("total", counted.total());
    putFigure(node, "mean", counted.mean());
    putFigure(node, "median", counted.percentile(50));
    putFigure(node, "deviation", counted.standardDeviation());
    putFigure(node, "min", counted.percentile(0));
    putFigure(node, "max", counted.percentile(100));
    ObjectNode percentiles = node.putObject("percentiles");
    for (int percent : PERCENTS) {
      putFigure(percentiles, String.valueOf(percent), counted.percentile(percent));
    }
    ObjectNode histogram = node.putObject("histogram");
    counted.counts().forEach((value, n) -> histogram.put(String.valueOf(value), n));
    return node;
  }

  private static ArrayNode categories(ReportState state) {
    ArrayNode rows = JSON.createArrayNode();
    state.categories().entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<String, CategoryCount> row) -> row.getValue().masks())
                .reversed())
        .forEach(
            row ->
                rows.addObject()
                    .put("category", row.getKey())
                    .put("isthing", row.getValue().isThing())
                    .put("images", row.getValue().images())
                    .put("masks", row.getValue().masks())
                    .put("mentioned_masks", row.getValue().mentionedMasks()));
    return rows;
  }

  private static void putFigure(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
