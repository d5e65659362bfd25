package dev.pancap.audit;

import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The classes of all images as bits, to compare a caption with every image: 133 classes are three
 * words, and 118,000 images some milliseconds.
 */
public final class ImageClasses implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int WORDS = 3;

  private final long[] imageIds;
  private final long[] bits;
  private final HashMap<Integer, Integer> positions = new HashMap<>();

  /**
   * @param classes of the annotated segments, by image id
   */
  public ImageClasses(Map<Long, ? extends Collection<Integer>> classes) {
    for (Category category : CategoryTable.coco().all()) {
      positions.put(category.id(), positions.size());
    }
    imageIds = classes.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    bits = new long[WORDS * imageIds.length];
    for (int i = 0; i < imageIds.length; i++) {
      long[] own = bits(Objects.requireNonNull(classes.get(imageIds[i])));
      System.arraycopy(own, 0, bits, WORDS * i, WORDS);
    }
  }

  /**
   * How a caption lies among the images.
   *
   * @param own the share of its classes that its own image has
   * @param best the largest share of another image
   * @param bestImage the only image with that share, or -1 if there are several
   * @param better the share of the images that have more of its classes than its own
   */
  public record Place(double own, double best, long bestImage, double better) {}

  /** Holds the spoken classes of a caption against every image. */
  public Place place(long imageId, Collection<Integer> spoken) {
    long[] wanted = bits(spoken);
    int of = Math.max(1, count(wanted, wanted, 0));
    int own = 0;
    int[] images = new int[of + 1];
    long[] only = new long[of + 1];
    for (int i = 0; i < imageIds.length; i++) {
      int shared = count(wanted, bits, WORDS * i);
      if (imageIds[i] == imageId) {
        own = shared;
      } else {
        images[shared]++;
        only[shared] = imageIds[i];
      }
    }
    int best = of;
    while (best > 0 && images[best] == 0) {
      best--;
    }
    long more = 0;
    for (int shared = own + 1; shared <= of; shared++) {
      more += images[shared];
    }
    return new Place(
        (double) own / of,
        (double) best / of,
        images[best] == 1 ? only[best] : -1,
        imageIds.length < 2 ? 0 : (double) more / (imageIds.length - 1));
  }

  /** The images that have all of these classes. */
  public List<Long> withAll(Collection<Integer> spoken) {
    long[] wanted = bits(spoken);
    int of = count(wanted, wanted, 0);
    return IntStream.range(0, imageIds.length)
        .filter(i -> count(wanted, bits, WORDS * i) == of)
        .mapToObj(i -> imageIds[i])
        .toList();
  }

  private static int count(long[] wanted, long[] among, int from) {
    int shared = 0;
    for (int word = 0; word < WORDS; word++) {
      shared += Long.bitCount(wanted[word] & among[from + word]);
    }
    return shared;
  }

  private long[] bits(Collection<Integer> classes) {
    long[] set = new long[WORDS];
    for (int category : classes) {
      Integer position = positions.get(category);
      if (position != null) {
        set[position / Long.SIZE] |= 1L << (position % Long.SIZE);
      }
    }
    return set;
  }
}
