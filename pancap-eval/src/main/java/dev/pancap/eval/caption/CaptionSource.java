package dev.pancap.eval.caption;

import java.util.function.Consumer;

/** Where captions come from: a file, a release. */
public interface CaptionSource {
  /** The rows in order, those that cannot be used too. */
  void forEach(Consumer<CaptionRow> consumer);

  /** For messages. */
  @Override
  String toString();
}
