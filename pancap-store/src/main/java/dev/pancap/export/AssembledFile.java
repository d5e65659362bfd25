package dev.pancap.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that is put together from text and from what the parts wrote into sections.
 *
 * @param path in the export
 */
record AssembledFile(String path, List<Piece> pieces) {
  AssembledFile {
    pieces = List.copyOf(pieces);
  }

  /** Text, or the name of a section. */
  sealed interface Piece {
    /** Bytes that stand there as they are. */
    record Fixed(byte[] bytes) implements Piece {}

    /**
     * What all parts wrote into a section.
     *
     * @param separator between two parts
     */
    record Section(String name, String separator) implements Piece {}
  }

  /** A JSON array of all records of a section. */
  static AssembledFile jsonArray(String path, String section) {
    return new Building(path).text("[\n").records(section).text("\n]\n").build();
  }

  /** Starts a file of several pieces. */
  static Building of(String path) {
    return new Building(path);
  }

  /** Adds piece by piece. */
  static final class Building {
    private final String path;
    private final List<Piece> pieces = new ArrayList<>();

    private Building(String path) {
      this.path = path;
    }

    Building text(String text) {
      return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Building bytes(byte[] bytes) {
      pieces.add(new Piece.Fixed(bytes));
      return this;
    }

    /** JSON records, with commas between them. */
    Building records(String section) {
      pieces.add(new Piece.Section(section, PartWriter.SEPARATOR));
      return this;
    }

    /** Bytes that simply follow each other. */
    Building raw(String section) {
      pieces.add(new Piece.Section(section, ""));
      return this;
    }

    AssembledFile build() {
      return new AssembledFile(path, pieces);
    }
  }
}
