package dev.pancap.wordnet;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A file whose lines begin with a key and are sorted by it, searched as it lies in memory: nothing
 * is parsed before it is asked for.
 */
final class SortedLines {
  private final byte[] bytes;
  private final int begin;

  SortedLines(byte[] bytes) {
    this.bytes = bytes;
    this.begin = licenceEnd();
  }

  /** WordNet's files begin with a licence whose lines are indented. */
  private int licenceEnd() {
    int position = 0;
    while (position < bytes.length && bytes[position] == ' ') {
      position = lineEnd(position) + 1;
    }
    return position;
  }

  /** What follows the key and a blank on its line, or null if no line has it. */
  @Nullable String find(String key) {
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    int low = begin;
    int high = bytes.length;
    while (low < high) {
      int middle = lineStart((low + high) >>> 1);
      int order = compare(middle, wanted);
      if (order == 0) {
        int from = middle + wanted.length + 1;
        int to = lineEnd(middle);
        return from >= to ? "" : new String(bytes, from, to - from, StandardCharsets.UTF_8);
      }
      if (order < 0) {
        low = lineEnd(middle) + 1;
      } else {
        high = middle;
      }
    }
    return null;
  }

  private int lineStart(int position) {
    int start = position;
    while (start > begin && bytes[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private int lineEnd(int position) {
    int end = position;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  /** Compares the key of the line that starts here with the wanted one. */
  private int compare(int start, byte[] wanted) {
    int i = 0;
    while (true) {
      boolean keyEnds =
          start + i >= bytes.length || bytes[start + i] == ' ' || bytes[start + i] == '\n';
      if (i == wanted.length) {
        return keyEnds ? 0 : 1;
      }
      if (keyEnds) {
        return -1;
      }
      int difference = (bytes[start + i] & 0xFF) - (wanted[i] & 0xFF);
      if (difference != 0) {
        return difference;
      }
      i++;
    }
  }
}
