package dev.pancap.eval.caption;

/** What captions can be scored with. */
public enum CaptionMetric {
  BLEU("bleu"),
  ROUGE_L("rouge-l"),
  CIDER("cider"),
  METEOR("meteor"),
  CAPTURE("capture");

  private final String name;

  CaptionMetric(String name) {
    this.name = name;
  }

  /** As the command line has it. */
  @Override
  public String toString() {
    return name;
  }
}
