package dev.pancap.eval.report;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts nouns as they are written: {@code people} and {@code person}, {@code car} and {@code cars}
 * are different words, as in the paper's figure. There is no tagger behind it. A word counts as a
 * noun if it often ends a noun phrase: the stretch after an article, a possessive or a number, up
 * to a preposition, a conjunction, a common verb, a pronoun, the next article or punctuation. Its
 * figure is how often it occurs anywhere in the captions.
 */
public final class NounCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern TOKEN = Pattern.compile("[\\p{L}][\\p{L}'’-]*|\\d+|[.,;:!?()]");
  private static final double SHARE_OF_HEADS = 0.3;
  private static final int LEAST_HEADS = 2;

  private static final Set<String> OPENERS =
      words(
          """
          a an the this that these those its their his her our my your some
          several many few various multiple numerous two three four five six
          seven eight nine ten another each both other no every any one
          """);

  private static final Set<String> STOPPERS =
      words(
          """
          of in on at by with without to from for near under over above below
          behind beside between among around along across through into onto
          against toward towards within inside outside beyond beneath amidst
          amid during as like and or but while where when which who whose that
          is are was were be been being has have had can could will would may
          might there it they he she him them also up down off out about than
          then so if not next adjacent visible due possibly
          """);

  /** Verbs of captions: they end a noun phrase as prepositions do. */
  private static final Set<String> VERBS =
      words(
          """
          accompanies accompany add adds adorn adorns appear appears approach
          approaches blend blends bring brings capture captures carries carry
          come comes complement complements complete completes connect connects
          cover covers spread spreads consist consists contain contains
          contribute contributes convey conveys create creates cross crosses
          depict depicts displays dominate dominates eat eats emerge emerges
          enhance enhances evoke evokes extend extends exude exudes features
          fill fills flank flanks flies float floats fly gaze gazes get gets
          give gives go goes graze grazes grow grows hang hangs hold holds hover
          hovers illustrate illustrates include includes indicate indicates keep
          keeps lay lays lead leads lean leans lie lies loom looms make makes
          move moves obscure obscures occupies occupy offer offers overlap
          overlaps overlook overlooks pose poses protrude protrudes provide
          provides reflect reflects remain remains represent represents rest
          rests ride rides rise rises run runs seem seems separate separates
          serve serves shows sit sits smile smiles sprawl sprawls stand stands
          stretch stretches suggest suggests support supports surround surrounds
          take takes walk walks watch watches wear wears
          """);

  /** Words that end phrases without being nouns, and nouns of the picture, not of what it shows. */
  private static final Set<String> NEVER =
      words(
          """
          more most same such only very own others lot together surroundings
          half third quarter fifth sixth seventh eighth ninth tenth majority
          left right side sides center middle top bottom front back corner edge
          background foreground image images picture photo photograph scene view
          region regions area areas part parts setting setup element elements
          item items object objects
          """);

  private final Map<String, Long> occurrences = new HashMap<>();
  private final Map<String, Long> heads = new HashMap<>();

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  /** Counts the words of a plain caption. */
  public void add(String plain) {
    Matcher tokens = TOKEN.matcher(plain.toLowerCase(Locale.ROOT));
    List<String> phrase = new ArrayList<>();
    boolean open = false;
    while (tokens.find()) {
      String token = tokens.group();
      boolean isWord = Character.isLetter(token.charAt(0));
      if (isWord) {
        occurrences.merge(token, 1L, Long::sum);
      }
      boolean opens = OPENERS.contains(token) || Character.isDigit(token.charAt(0));
      if (opens || !isWord || STOPPERS.contains(token) || VERBS.contains(token)) {
        close(phrase, opens && phrase.size() > 1);
        open = opens;
      } else if (open) {
        phrase.add(token);
      }
    }
    close(phrase, false);
  }

  /**
   * @param runsIntoNext whether the next phrase begins at once: then a verb stood between them
   */
  private void close(List<String> phrase, boolean runsIntoNext) {
    int last = phrase.size() - (runsIntoNext ? 2 : 1);
    while (last > 0 && isModifier(phrase.get(last))) {
      last--;
    }
    if (last >= 0) {
      heads.merge(phrase.get(last), 1L, Long::sum);
    }
    phrase.clear();
  }

  private static boolean isModifier(String word) {
    return word.endsWith("ing") || word.endsWith("ed") || word.endsWith("ly");
  }

  /** Takes in what the other one counted. */
  public void merge(NounCounts other) {
    other.occurrences.forEach((word, n) -> occurrences.merge(word, n, Long::sum));
    other.heads.forEach((word, n) -> heads.merge(word, n, Long::sum));
  }

  /** The most frequent nouns, those of equal frequency by alphabet. */
  public List<Noun> mostFrequent(int limit) {
    List<Noun> nouns = new ArrayList<>();
    heads.forEach(
        (word, asHead) -> {
          long all = occurrences.getOrDefault(word, 0L);
          if (asHead >= LEAST_HEADS
              && asHead >= SHARE_OF_HEADS * all
              && word.length() > 2
              && !NEVER.contains(word)) {
            nouns.add(new Noun(word, all));
          }
        });
    nouns.sort(Comparator.comparingLong(Noun::count).reversed().thenComparing(Noun::word));
    return List.copyOf(nouns.subList(0, Math.min(limit, nouns.size())));
  }

  /** A noun as written, in lower case, and how often it occurs. */
  public record Noun(String word, long count) {}
}
