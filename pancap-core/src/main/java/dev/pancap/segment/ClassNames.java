package dev.pancap.segment;

import dev.pancap.onnx.ConfigFile;
import dev.pancap.onnx.TensorInfo;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The categories of a model's classes, found by name: families number their classes differently.
 */
final class ClassNames {
  /** What DETR's files hold at numbers that COCO does not use. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?i)n/?a|label_\\d+|none|background|");

  private final List<Optional<Category>> categories;

  private ClassNames(List<Optional<Category>> categories) {
    this.categories = categories;
  }

  /**
   * @param classes how many classes the graph tells apart
   * @throws dev.pancap.config.ConfigException if a name is no category, or names are missing
   */
  static ClassNames read(ConfigFile config, long classes, CategoryTable table) {
    Map<String, String> names = config.textsByKey("id2label");
    if (classes != TensorInfo.ANY && names.size() != classes) {
      throw config.error(
          "id2label names %d classes, the graph tells %d apart; they do not belong together",
          names.size(), classes);
    }
    Map<String, Category> byName = new HashMap<>();
    table.all().forEach(category -> byName.putIfAbsent(key(category.displayName()), category));
    table.all().forEach(category -> byName.put(key(category.name()), category));
    List<Optional<Category>> categories = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      String name = names.get(Integer.toString(label));
      if (name == null) {
        throw config.error("id2label has no class %d of 0 to %d", label, names.size() - 1);
      }
      Category category = byName.get(key(name));
      if (category == null && !PLACEHOLDER.matcher(name.strip()).matches()) {
        unknown.add(name);
      }
      categories.add(Optional.ofNullable(category));
    }
    if (!unknown.isEmpty()) {
      throw config.error(
          "id2label names classes that are no panoptic categories of COCO: %s",
          String.join(", ", unknown.subList(0, Math.min(5, unknown.size()))));
    }
    return new ClassNames(categories);
  }

  /** The category of a class; nothing for a number that the model does not use. */
  Optional<Category> category(int label) {
    return label >= 0 && label < categories.size() ? categories.get(label) : Optional.empty();
  }

  boolean isStuff(int label) {
    return category(label).filter(category -> !category.isThing()).isPresent();
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_\\s]+", " ").strip();
  }
}
