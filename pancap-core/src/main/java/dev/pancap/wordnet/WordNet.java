package dev.pancap.wordnet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WordNet 3.0 as its files have it: synsets of a lemma, lemmas of a synset, irregular forms. Lemmas
 * are lower case with underscores for blanks. Safe for use by several threads.
 */
public final class WordNet {
  private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn30/";

  private final Map<PartOfSpeech, SortedLines> indexes = new EnumMap<>(PartOfSpeech.class);
  private final Map<PartOfSpeech, SortedLines> exceptions = new EnumMap<>(PartOfSpeech.class);
  private final Map<PartOfSpeech, byte[]> data = new EnumMap<>(PartOfSpeech.class);

  private WordNet() {
    for (PartOfSpeech pos : PartOfSpeech.values()) {
      indexes.put(pos, new SortedLines(read("index." + pos.suffix())));
      exceptions.put(pos, new SortedLines(read(pos.suffix() + ".exc")));
    }
  }

  /** The one copy of this JVM, read at first use. */
  public static WordNet instance() {
    return Holder.INSTANCE;
  }

  /** Offsets of the synsets that have the lemma, in WordNet's order; empty if there is none. */
  public List<Integer> synsets(String lemma, PartOfSpeech pos) {
    String entry = index(pos).find(lemma);
    if (entry == null) {
      return List.of();
    }
    // pos synset_cnt p_cnt [symbol...] sense_cnt tagsense_cnt offset...
    String[] fields = entry.split(" ");
    int offsets = 3 + Integer.parseInt(fields[2]) + 2;
    List<Integer> synsets = new ArrayList<>();
    for (int i = offsets; i < fields.length; i++) {
      if (!fields[i].isEmpty()) {
        synsets.add(Integer.parseInt(fields[i]));
      }
    }
    return synsets;
  }

  public boolean has(String lemma, PartOfSpeech pos) {
    return index(pos).find(lemma) != null;
  }

  /** The base forms that WordNet lists for an irregular form; empty if it lists none. */
  public List<String> exceptions(String form, PartOfSpeech pos) {
    SortedLines lines = exceptions.get(pos);
    String bases = lines == null ? null : lines.find(form);
    return bases == null ? List.of() : List.of(bases.strip().split(" +"));
  }

  /** The lemmas of a synset as written, without the markers of adjectives such as (p). */
  public List<String> lemmas(int synset, PartOfSpeech pos) {
    byte[] file = data(pos);
    int end = synset;
    while (file[end] != '|') {
      end++;
    }
    String[] fields = new String(file, synset, end - synset, StandardCharsets.UTF_8).split(" ");
    int count = Integer.parseInt(fields[3], 16);
    List<String> lemmas = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String lemma = fields[4 + 2 * i];
      int marker = lemma.indexOf('(');
      lemmas.add(marker < 0 ? lemma : lemma.substring(0, marker));
    }
    return lemmas;
  }

  private SortedLines index(PartOfSpeech pos) {
    SortedLines index = indexes.get(pos);
    if (index == null) {
      throw new IllegalStateException("no index of " + pos);
    }
    return index;
  }

  /** The data files, 15 MB, are read when a synset's lemmas are first asked for. */
  private synchronized byte[] data(PartOfSpeech pos) {
    byte[] file = data.get(pos);
    if (file == null) {
      file = read("data." + pos.suffix());
      data.put(pos, file);
    }
    return file;
  }

  private static byte[] read(String name) {
    try (InputStream in = WordNet.class.getResourceAsStream(FOLDER + name)) {
      return orMissing(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read WordNet's " + name, e);
    }
  }

  private static InputStream orMissing(@Nullable InputStream in, String name) {
    if (in == null) {
      throw new IllegalStateException("WordNet's " + name + " is missing on the class path");
    }
    return in;
  }

  private static final class Holder {
    private static final WordNet INSTANCE = new WordNet();
  }
}
