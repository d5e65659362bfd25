package dev.pancap.scene;

/** Who says what a scene graph states. The names are published in small letters. */
public enum Source {
  /** Measured in mask and picture, by a rule. */
  GEOMETRY,
  /** Said in the texts: by the model, or by a person who corrected it. */
  TEXT
}
