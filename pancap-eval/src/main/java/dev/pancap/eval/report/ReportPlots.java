package dev.pancap.eval.report;

import static dev.pancap.eval.report.Plot.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The report's plots by file name without ending, each as SVG. */
final class ReportPlots {
  private static final String BLUE = "#0b6bcb";
  private static final String ORANGE = "#e8730c";
  private static final int WIDE = 860;
  private static final int HALF = 420;
  private static final int HEIGHT = 300;
  private static final int MOST_BARS = 20;
  private static final int FEW_BINS = 4;
  private static final double SHOWN_PERCENT = 99.5;

  /** A mask count that fewer than one in so many captions have has no mean worth a point. */
  private static final long RARE = 2000;

  private final ReportState state;

  ReportPlots(ReportState state) {
    this.state = state;
  }

  /** Those that there is data for. */
  Map<String, String> all() {
    Map<String, String> plots = new LinkedHashMap<>();
    if (state.words().size() > 0) {
      plots.put("words_per_image", words());
      plots.put("sentences_per_image", sentences());
    }
    if (state.annotatedMasks().size() > 0) {
      plots.put("masks_per_image", masks());
      plots.put("things_and_stuff_per_image", thingsAndStuff());
      plots.put("categories", categories());
      if (state.wordsByMasks().size() > 1) {
        plots.put("words_by_masks", wordsByMasks());
      }
    }
    if (!state.nouns().mostFrequent(1).isEmpty()) {
      plots.put("nouns", nouns());
    }
    return plots;
  }

  private String words() {
    int spread = (int) (state.words().percentile(100) - state.words().percentile(0));
    int width = spread > 150 ? 10 : spread > 40 ? 5 : 1;
    return histogram("words", "words a caption", state.words(), width).toSvg();
  }

  private String sentences() {
    return histogram("sentences", "sentences a caption", state.sentences(), 1).toSvg();
  }

  private static Plot histogram(String name, String xName, Distribution counted, int binWidth) {
    List<Object> x = new ArrayList<>();
    List<Object> y = new ArrayList<>();
    double most = 0;
    for (Map.Entry<Integer, Long> bin : counted.histogram(binWidth).entrySet()) {
      if (bin.getKey() <= lastShown(counted)) {
        x.add(bin.getKey() + (binWidth - 1) / 2.0);
        y.add((double) bin.getValue());
        most = Math.max(most, bin.getValue());
      }
    }
    return new Plot(name, name.equals("words") ? WIDE : HALF, HEIGHT)
        .layer(
            "bar",
            map("x", x, "y", y),
            map(
                "mapping",
                map("x", "x", "y", "y"),
                "fill",
                BLUE,
                "color",
                "white",
                "size",
                0.4,
                "width",
                1.0))
        .layer(
            "vline",
            map("x", list(counted.mean())),
            map(
                "mapping",
                map("xintercept", "x"),
                "color",
                ORANGE,
                "size",
                1.2,
                "linetype",
                "dashed"))
        .scale("x", xScale(xName, x, binWidth))
        .scale("y", map("name", "images", "limits", list(0.0, most * 1.06)));
  }

  /** Room on both sides of a few bars, which would else fill the plot. */
  private static Map<String, Object> xScale(String name, List<Object> x, double binWidth) {
    Map<String, Object> scale = map("name", name);
    double first = x.stream().mapToDouble(v -> (double) v).min().orElse(0);
    double last = x.stream().mapToDouble(v -> (double) v).max().orElse(0);
    if (last - first < FEW_BINS * binWidth) {
      scale.put("limits", list(first - FEW_BINS * binWidth, last + FEW_BINS * binWidth));
    }
    return scale;
  }

  /** A few extremes would squeeze the rest into a corner: they are left to the tables. */
  static double lastShown(Distribution counted) {
    double all = counted.percentile(100);
    double most = counted.percentile(SHOWN_PERCENT);
    return all > 1.25 * most ? most : all;
  }

  private String masks() {
    return overlaid(
        "masks",
        "masks an image",
        Map.of(
            "annotated", state.annotatedMasks(), "named in the caption", state.mentionedMasks()));
  }

  private String thingsAndStuff() {
    return overlaid(
        "things", "masks an image", Map.of("stuff", state.stuff(), "things", state.things()));
  }

  /** Two distributions as bars side by side; the first by alphabet is blue. */
  private static String overlaid(String name, String xName, Map<String, Distribution> two) {
    List<Object> x = new ArrayList<>();
    List<Object> y = new ArrayList<>();
    List<Object> kind = new ArrayList<>();
    double most = 0;
    for (Map.Entry<String, Distribution> one : new TreeMap<>(two).entrySet()) {
      for (Map.Entry<Integer, Long> bin : one.getValue().histogram(1).entrySet()) {
        if (bin.getKey() <= lastShown(one.getValue())) {
          x.add((double) bin.getKey());
          y.add((double) bin.getValue());
          kind.add(one.getKey());
          most = Math.max(most, bin.getValue());
        }
      }
    }
    return new Plot(name, name.equals("masks") ? WIDE : HALF, HEIGHT)
        .layer(
            "bar",
            map("x", x, "y", y, "kind", kind),
            map(
                "mapping",
                map("x", "x", "y", "y", "fill", "kind"),
                "position",
                map("name", "dodge"),
                "width",
                0.85,
                "size",
                0.0))
        .scale("fill", map("name", "", "values", list(BLUE, ORANGE)))
        .scale("x", xScale(xName, x, 1))
        .scale("y", map("name", "images", "limits", list(0.0, most * 1.06)))
        .toSvg();
  }

  private String wordsByMasks() {
    List<Object> x = new ArrayList<>();
    List<Object> mean = new ArrayList<>();
    List<Object> low = new ArrayList<>();
    List<Object> high = new ArrayList<>();
    state
        .wordsByMasks()
        .forEach(
            (masks, words) -> {
              if (words.size() * RARE < state.words().size()) {
                return;
              }
              x.add((double) masks);
              mean.add(words.mean());
              low.add(words.percentile(25));
              high.add(words.percentile(75));
            });
    Map<String, Object> data = map("x", x, "mean", mean, "low", low, "high", high);
    return new Plot("lengths", WIDE, HEIGHT)
        .layer(
            "ribbon",
            data,
            map(
                "mapping",
                map("x", "x", "ymin", "low", "ymax", "high"),
                "fill",
                BLUE,
                "alpha",
                0.18,
                "size",
                0.0))
        .layer("line", data, map("mapping", map("x", "x", "y", "mean"), "color", BLUE, "size", 1.2))
        .layer(
            "point", data, map("mapping", map("x", "x", "y", "mean"), "color", BLUE, "size", 2.0))
        .scale("x", map("name", "annotated masks of the image"))
        .scale("y", map("name", "words a caption"))
        .toSvg();
  }

  private String categories() {
    List<Map.Entry<String, CategoryCount>> rows = new ArrayList<>(state.categories().entrySet());
    rows.sort(
        Map.Entry.<String, CategoryCount>comparingByValue(
                (a, b) -> Long.compare(b.masks(), a.masks()))
            .thenComparing(Map.Entry.comparingByKey()));
    Map<String, Long> counts = new LinkedHashMap<>();
    rows.stream().limit(MOST_BARS).forEach(row -> counts.put(row.getKey(), row.getValue().masks()));
    return bars("categories", "masks", counts);
  }

  private String nouns() {
    Map<String, Long> counts = new LinkedHashMap<>();
    state.nouns().mostFrequent(MOST_BARS).forEach(noun -> counts.put(noun.word(), noun.count()));
    return bars("nouns", "occurrences", counts);
  }

  /** Lying bars, the first on top. */
  private static String bars(String name, String figureName, Map<String, Long> counts) {
    List<Object> labels = new ArrayList<>(counts.keySet());
    List<Object> values = new ArrayList<>();
    counts.values().forEach(count -> values.add((double) count));
    List<Object> bottomUp = new ArrayList<>();
    for (int i = labels.size() - 1; i >= 0; i--) {
      bottomUp.add(labels.get(i));
    }
    double most = counts.values().iterator().next();
    return new Plot(name, name.equals("nouns") ? WIDE : HALF, 60 + 20 * labels.size())
        .layer(
            "bar",
            map("label", labels, "value", values),
            map(
                "mapping",
                map("x", "label", "y", "value"),
                "fill",
                BLUE,
                "width",
                0.75,
                "size",
                0.0))
        .scale("x", map("name", "", "limits", bottomUp, "discrete", true))
        .scale("y", map("name", figureName, "limits", list(0.0, most * 1.04)))
        .flipped()
        .theme("panel_grid_major_y", "blank")
        .toSvg();
  }

  private static List<Object> list(Object... values) {
    return new ArrayList<>(List.of(values));
  }
}
