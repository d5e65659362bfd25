package dev.pancap.eval.caption.meteor;

/** The four ways in which words match, in the order in which they are tried. */
enum Module {
  EXACT(1.0, 1.0),
  STEM(0.6, 0.5),
  SYNONYM(0.8, 0.5),
  PARAPHRASE(0.6, 0.5);

  private final double weight;
  private final double searchWeight;

  Module(double weight, double searchWeight) {
    this.weight = weight;
    this.searchWeight = searchWeight;
  }

  /** What a matched word counts in the score. */
  double weight() {
    return weight;
  }

  /** What it counts in the search for an alignment, which knows only exact and other. */
  double searchWeight() {
    return searchWeight;
  }
}
