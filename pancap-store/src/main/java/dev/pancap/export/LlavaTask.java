package dev.pancap.export;

import java.util.Locale;

/** What a LLaVA conversation trains. */
public enum LlavaTask {
  /** A detailed description. */
  CAPTION,
  /** The description with a token a mask behind each phrase. */
  PGC,
  /** A picture for a text. */
  T2I,
  /** The mask of a phrase that names one region alone. */
  REFERRING,
  /** Questions whose answers the masks give. */
  VQA;

  /** The name on the command line and in records. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }
}
