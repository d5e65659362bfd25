package dev.pancap.eval.caption;

import java.util.Arrays;

/**
 * The n-grams of a text with their counts, for one n. An n-gram is known by a 64-bit hash: among
 * the twelve million of 25,000 long captions two share one with a probability of 4e-6.
 */
final class NGrams {
  /** Orders of the n-grams that BLEU and CIDEr look at: 1 to 4. */
  static final int ORDERS = 4;

  private final long[] keys;
  private final int[] counts;
  private final int total;

  private NGrams(long[] keys, int[] counts, int total) {
    this.keys = keys;
    this.counts = counts;
    this.total = total;
  }

  /** All four orders of a token line. */
  static NGrams[] allOrders(String line) {
    long[] words = wordHashes(line);
    NGrams[] orders = new NGrams[ORDERS];
    for (int n = 1; n <= ORDERS; n++) {
      orders[n - 1] = of(words, n);
    }
    return orders;
  }

  private static NGrams of(long[] words, int n) {
    int total = Math.max(0, words.length - n + 1);
    long[] all = new long[total];
    for (int i = 0; i < total; i++) {
      long hash = n;
      for (int k = 0; k < n; k++) {
        hash = mix(hash * 0x9E3779B97F4A7C15L + words[i + k]);
      }
      all[i] = hash;
    }
    Arrays.sort(all);
    long[] keys = new long[total];
    int[] counts = new int[total];
    int distinct = 0;
    for (int i = 0; i < total; i++) {
      if (distinct == 0 || keys[distinct - 1] != all[i]) {
        keys[distinct++] = all[i];
      }
      counts[distinct - 1]++;
    }
    return new NGrams(Arrays.copyOf(keys, distinct), Arrays.copyOf(counts, distinct), total);
  }

  /** Hashes of the words between any white space, U+00A0 included, as Python's split() has them. */
  private static long[] wordHashes(String line) {
    long[] hashes = new long[line.length() / 2 + 1];
    int count = 0;
    long hash = 0;
    boolean inWord = false;
    for (int i = 0; i <= line.length(); i++) {
      char c = i < line.length() ? line.charAt(i) : ' ';
      if (c == ' ' || c == '\u00A0') {
        if (inWord) {
          hashes[count++] = mix(hash);
        }
        hash = 0;
        inWord = false;
      } else {
        hash = mix(hash + c + 1);
        inWord = true;
      }
    }
    return Arrays.copyOf(hashes, count);
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** How many different n-grams there are. */
  int distinct() {
    return keys.length;
  }

  /** How many n-grams there are, repeated ones each time. */
  int total() {
    return total;
  }

  /** The hash of the n-gram at an index, in ascending order of hashes. */
  long key(int index) {
    return keys[index];
  }

  int count(int index) {
    return counts[index];
  }

  /** How often the n-gram occurs, 0 if it does not. */
  int countOf(long key) {
    int index = Arrays.binarySearch(keys, key);
    return index < 0 ? 0 : counts[index];
  }
}
