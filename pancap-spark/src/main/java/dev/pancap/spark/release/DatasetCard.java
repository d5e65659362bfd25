package dev.pancap.spark.release;

import dev.pancap.eval.statistics.Figure;
import dev.pancap.eval.statistics.ReleaseStatistics;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The {@code README.md} of a release: what Hugging Face reads of it, and its figures for people.
 */
final class DatasetCard {
  private DatasetCard() {}

  static String of(String version, String split, ReleaseStatistics figures) {
    return """
        ---
        pretty_name: Panoptic grounded captions
        language:
        - en
        license: other
        task_categories:
        - image-to-text
        - image-segmentation
        configs:
        - config_name: default
          data_files:
          - split: %s
            path: data/%s-*
        ---

        # Panoptic grounded captions, release %s

        %,d images, each with a paragraph whose phrases name the masks that they speak of.
        Made by pancap. `manifest.json` lists the files with their SHA-256, `statistics.json` holds
        all figures, `quarantine/` the images that were left out and why.

        | an image | mean | least | most |
        |---|---|---|---|
        %s
        | Images by masks | |
        |---|---|
        %s

        Images with 15 and with 25 masks count to the middle.

        ## Columns

        `caption` is plain text, `caption_grounded` the same with tags such as `<3: a red car>`.
        `groups` gives each phrase its marks and its half-open span in `caption`, in Unicode code
        points. `segments` has a row a mask: `mark` is the number in the tags, `rle` COCO's run
        lengths as pycocotools reads them, `bbox` is `[x, y, width, height]`; `source` says who made
        it, `human`, `model`, or `corrected` where a person gave a model's mask another class, and
        `score` how sure the model was. `scene_graph`, where the release
        has it, is JSON: `objects` (their `id` is the mark) with `attributes`, and `relations`, each
        with its `source` (`geometry` or `text`) and `evidence`.

        ## Licence

        The pictures and masks keep the licences of the data sets that they come from (COCO's terms
        of use; COCONut is for non-commercial use); captions of a model may be bound to its licence.
        """
        .formatted(
            split,
            split,
            version,
            figures.images(),
            row("words", figures.words())
                + row("sentences", figures.sentences())
                + row("masks", figures.masks())
                + row("masks mentioned", figures.masksMentioned())
                + row("things", figures.things())
                + row("stuff", figures.stuffs()),
            buckets(figures.buckets()));
  }

  private static String row(String name, Figure figure) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %d | %d |%n",
        name,
        figure.mean().orElse(0),
        figure.min(),
        figure.max());
  }

  private static String buckets(Map<String, Long> buckets) {
    return buckets.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(DatasetCard::rank)))
        .map(bucket -> "| %s | %d |".formatted(bucket.getKey(), bucket.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static int rank(String bucket) {
    return switch (bucket) {
      case "<15" -> 0;
      case "15-25" -> 1;
      default -> 2;
    };
  }
}
