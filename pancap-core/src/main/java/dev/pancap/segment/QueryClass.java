package dev.pancap.segment;

/**
 * What a query was classified as.
 *
 * @param label the class's number in the model, or {@link #NOTHING}
 * @param score its probability, 0 to 1
 */
public record QueryClass(int label, float score) {
  /** The label of a query that sees no object. */
  public static final int NOTHING = -1;

  /**
   * The best class of each query by softmax.
   *
   * @param logits {@code [queries, classes + 1]}; the last column is "no object"
   */
  static QueryClass[] ofLogits(float[] logits, int columns) {
    QueryClass[] classes = new QueryClass[logits.length / columns];
    for (int query = 0; query < classes.length; query++) {
      int from = query * columns;
      int best = 0;
      for (int column = 1; column < columns; column++) {
        if (logits[from + column] > logits[from + best]) {
          best = column;
        }
      }
      double sum = 0;
      for (int column = 0; column < columns; column++) {
        sum += Math.exp((double) logits[from + column] - logits[from + best]);
      }
      classes[query] = new QueryClass(best == columns - 1 ? NOTHING : best, (float) (1 / sum));
    }
    return classes;
  }
}
