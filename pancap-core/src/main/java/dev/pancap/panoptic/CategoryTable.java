package dev.pancap.panoptic;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Categories by id. Immutable. */
public final class CategoryTable implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<Integer, Category> byId;

  private CategoryTable(TreeMap<Integer, Category> byId) {
    this.byId = byId;
  }

  /**
   * @throws IllegalArgumentException if two categories have the same id
   */
  public static CategoryTable of(Collection<Category> categories) {
    TreeMap<Integer, Category> byId = new TreeMap<>();
    for (Category category : categories) {
      if (byId.put(category.id(), category) != null) {
        throw new IllegalArgumentException("Two categories have the id " + category.id());
      }
    }
    return new CategoryTable(byId);
  }

  /** COCO's 133 panoptic categories: 80 things and 53 stuff, ids 1 to 200 with gaps. */
  public static CategoryTable coco() {
    return Coco.TABLE;
  }

  public Optional<Category> find(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All categories, by ascending id. */
  public Collection<Category> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  public int size() {
    return byId.size();
  }

  private static final class Coco {
    private static final CategoryTable TABLE = load();

    private static CategoryTable load() {
      JsonMapper mapper =
          JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
      try (InputStream json =
          Objects.requireNonNull(
              CategoryTable.class.getResourceAsStream("coco-panoptic-categories.json"))) {
        List<Row> rows = mapper.readValue(json, new TypeReference<>() {});
        return of(
            rows.stream()
                .map(row -> new Category(row.id, row.name, row.supercategory, row.isthing == 1))
                .toList());
      } catch (IOException e) {
        throw new UncheckedIOException("The built-in category table cannot be read", e);
      }
    }

    private record Row(int id, String name, String supercategory, int isthing) {}
  }
}
