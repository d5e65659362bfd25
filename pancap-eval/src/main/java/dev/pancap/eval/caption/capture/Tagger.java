package dev.pancap.eval.caption.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;

/**
 * Parts of speech by Apache OpenNLP's English model (Universal Dependencies, English Web Treebank).
 * CAPTURE uses NLTK's perceptron, whose weights are not ours to ship: the two disagree on some
 * words. Safe for use by several threads.
 */
final class Tagger {
  private static final String MODEL = "/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin";

  private final ThreadLocal<POSTaggerME> taggers =
      ThreadLocal.withInitial(() -> new POSTaggerME(Holder.MODEL_OF_JVM));

  List<TaggedWord> tag(List<String> words) {
    String[] sentence = words.toArray(String[]::new);
    String[] tags = taggers.get().tag(sentence);
    List<TaggedWord> tagged = new ArrayList<>(tags.length);
    for (int i = 0; i < tags.length; i++) {
      tagged.add(new TaggedWord(sentence[i], tags[i]));
    }
    return tagged;
  }

  private static final class Holder {
    private static final POSModel MODEL_OF_JVM = load();

    private static POSModel load() {
      try (InputStream in =
          Objects.requireNonNull(Tagger.class.getResourceAsStream(MODEL), MODEL)) {
        return new POSModel(in);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read OpenNLP's model", e);
      }
    }
  }
}
