package dev.pancap.scene;

/**
 * How one object stands to another.
 *
 * @param subject a mark
 * @param predicate words between subject and object: those of {@link Predicate}, or of the text
 * @param object a mark
 * @param evidence what it rests on, with its figure or the words of the text
 */
public record SceneRelation(
    int subject, String predicate, int object, Source source, String evidence) {
  public SceneRelation {
    if (subject == object) {
      throw new IllegalArgumentException("Object %d stands to itself".formatted(subject));
    }
  }
}
