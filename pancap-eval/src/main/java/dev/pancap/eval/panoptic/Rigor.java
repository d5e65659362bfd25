package dev.pancap.eval.panoptic;

/** What happens where panopticapi ends its run. */
public enum Rigor {
  /** The image is reported, left out of the figures, and the evaluation goes on. */
  REPORT_AND_GO_ON,
  /**
   * The evaluation stops at the same images, and reads and computes nothing that panopticapi
   * cannot.
   */
  STOP_AS_PANOPTICAPI
}
