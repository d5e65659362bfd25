package dev.pancap.eval.caption;

import java.io.Serializable;
import java.util.Arrays;

/**
 * CIDEr's first pass: in how many images' references each n-gram occurs. CIDEr is not additive over
 * shards, because each image's score depends on these counts of all of them: it takes two passes,
 * and the state of each can be merged. Mutable while it is filled; not safe for several threads.
 */
public final class DocumentFrequencies implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final long FREE = 0;

  private long[] keys = new long[1 << 12];
  private int[] counts = new int[1 << 12];
  private int size;
  private long images;

  /** Adds one image: its n-grams count once, however many references have them. */
  public void add(TokenizedImage image) {
    long[] all = new long[64];
    int count = 0;
    for (String reference : image.references()) {
      for (NGrams order : NGrams.allOrders(reference)) {
        for (int i = 0; i < order.distinct(); i++) {
          if (count == all.length) {
            all = Arrays.copyOf(all, 2 * count);
          }
          all[count++] = order.key(i);
        }
      }
    }
    Arrays.sort(all, 0, count);
    for (int i = 0; i < count; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        increase(all[i], 1);
      }
    }
    images++;
  }

  /** Adds all that another one holds. */
  public void merge(DocumentFrequencies other) {
    for (int i = 0; i < other.keys.length; i++) {
      if (other.keys[i] != FREE) {
        increase(other.keys[i], other.counts[i]);
      }
    }
    images += other.images;
  }

  public long images() {
    return images;
  }

  /** Images whose references have the n-gram. */
  int of(long key) {
    int slot = slot(keys, key);
    return keys[slot] == FREE ? 0 : counts[slot];
  }

  private void increase(long key, int by) {
    if (3 * (size + 1) > 2 * keys.length) {
      grow();
    }
    int slot = slot(keys, key);
    if (keys[slot] == FREE) {
      keys[slot] = key;
      size++;
    }
    counts[slot] += by;
  }

  private void grow() {
    long[] moreKeys = new long[2 * keys.length];
    int[] moreCounts = new int[2 * keys.length];
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != FREE) {
        int slot = slot(moreKeys, keys[i]);
        moreKeys[slot] = keys[i];
        moreCounts[slot] = counts[i];
      }
    }
    keys = moreKeys;
    counts = moreCounts;
  }

  private static int slot(long[] table, long key) {
    int mask = table.length - 1;
    int slot = (int) (key ^ (key >>> 32)) & mask;
    while (table[slot] != FREE && table[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
