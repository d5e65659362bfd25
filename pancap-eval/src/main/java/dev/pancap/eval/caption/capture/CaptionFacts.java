package dev.pancap.eval.caption.capture;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a caption says: the sets that CAPTURE compares, in alphabetical order. The original's order
 * is that of Python's string sets, which changes from run to run.
 *
 * @param attributes of each object, base forms
 */
public record CaptionFacts(
    SortedSet<String> objects,
    SortedMap<String, SortedSet<String>> attributes,
    SortedSet<Triple> relations)
    implements Serializable {

  /** Subject, predicate, object. */
  public record Triple(String subject, String relation, String object)
      implements Comparable<Triple>, Serializable {
    /** As it is embedded. */
    String phrase() {
      return subject + " " + relation + " " + object;
    }

    @Override
    public int compareTo(Triple other) {
      int bySubject = subject.compareTo(other.subject);
      if (bySubject != 0) {
        return bySubject;
      }
      int byRelation = relation.compareTo(other.relation);
      return byRelation != 0 ? byRelation : object.compareTo(other.object);
    }
  }

  /** Facts of a caption without any. */
  public static CaptionFacts empty() {
    return new CaptionFacts(new TreeSet<>(), new TreeMap<>(), new TreeSet<>());
  }

  /** All attributes as one list: an attribute of two objects is there twice, owners are ignored. */
  List<String> allAttributes() {
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, SortedSet<String>> owned : attributes.entrySet()) {
      all.addAll(owned.getValue());
    }
    all.sort(null);
    return all;
  }
}
