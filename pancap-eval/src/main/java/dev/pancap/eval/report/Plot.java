package dev.pancap.eval.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jetbrains.letsPlot.commons.encoding.UnsupportedRGBEncoder;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/**
 * A plot as SVG, drawn by Lets-Plot, which measures text by tables of its own: no font, no display
 * and no AWT is needed. The same plot gives the same bytes.
 */
final class Plot {
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");
  private static final String INK = "#24292f";
  private static final String FAINT = "#d0d7de";

  private final String name;
  private final Map<String, Object> spec = new HashMap<>();
  private final List<Object> layers = new ArrayList<>();
  private final List<Object> scales = new ArrayList<>();

  /**
   * @param name a word that is unique among the plots of a page
   */
  Plot(String name, int width, int height) {
    this.name = name;
    spec.put("kind", "plot");
    spec.put("data", new HashMap<>());
    spec.put("layers", layers);
    spec.put("scales", scales);
    spec.put("ggsize", map("width", (double) width, "height", (double) height));
    spec.put("theme", theme());
  }

  private static Map<String, Object> theme() {
    Map<String, Object> theme = new HashMap<>();
    theme.put("name", "minimal");
    theme.put("text", map("family", "Helvetica, Arial, sans-serif", "color", INK, "blank", false));
    theme.put("axis_title", map("size", 13.0, "color", INK, "blank", false));
    theme.put("axis_text", map("size", 12.0, "color", INK, "blank", false));
    theme.put("panel_grid_major", map("color", "#eaeef2", "size", 0.8, "blank", false));
    theme.put("panel_grid_minor", "blank");
    theme.put("axis_line_x", map("color", FAINT, "size", 1.0, "blank", false));
    theme.put("legend_position", "top");
    theme.put("legend_title", "blank");
    theme.put("legend_text", map("size", 12.0, "blank", false));
    return theme;
  }

  /** Adds a layer: a geometry, its data by column and the rest of its settings. */
  Plot layer(String geometry, Map<String, Object> data, Map<String, Object> settings) {
    Map<String, Object> layer = new HashMap<>(settings);
    layer.put("geom", geometry);
    layer.put("stat", "identity");
    layer.put("data", data);
    layer.put("tooltips", "none");
    layers.add(layer);
    return this;
  }

  /** Adds a scale: an aesthetic such as {@code x} and its settings. */
  Plot scale(String aesthetic, Map<String, Object> settings) {
    Map<String, Object> scale = new HashMap<>(settings);
    scale.put("aesthetic", aesthetic);
    scales.add(scale);
    return this;
  }

  /** Turns the axes, for bars that lie. */
  Plot flipped() {
    spec.put("coord", map("name", "flip", "flip", true));
    return this;
  }

  Plot theme(String element, Object setting) {
    Map<String, Object> theme = theme();
    theme.put(element, setting);
    spec.put("theme", theme);
    return this;
  }

  /** The plot as one {@code svg} element. */
  String toSvg() {
    String svg =
        PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
            spec, null, new UnsupportedRGBEncoder(), false);
    return withFixedIds(svg);
  }

  /** The library's ids are random; these are not, and differ between the plots of a page. */
  private String withFixedIds(String svg) {
    Matcher ids = ID.matcher(svg);
    String fixed = svg;
    int number = 0;
    while (ids.find()) {
      fixed = fixed.replace(ids.group(1), name + "-" + number++);
    }
    return fixed;
  }

  /** A modifiable map, as the library wants it. */
  static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
