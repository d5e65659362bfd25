package dev.pancap.eval.vqa;

import dev.pancap.eval.table.TextTable;
import java.io.Serializable;

/** So many of so many were right. */
public record Share(long right, long all) implements Serializable {
  public static final Share NONE = new Share(0, 0);

  static Share of(boolean isRight) {
    return new Share(isRight ? 1 : 0, 1);
  }

  public Share plus(Share other) {
    return new Share(right + other.right, all + other.all);
  }

  /** NaN of nothing. */
  public double value() {
    return (double) right / all;
  }

  void addTo(TextTable table, String name) {
    table.row(name, TextTable.percent(value(), 2), String.valueOf(right), String.valueOf(all));
  }
}
