package dev.pancap.eval.caption.meteor;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * METEOR's own tokenizer (its option {@code -norm}), which it applies on top of Penn Treebank
 * tokens: it splits symbols and hyphens, splits apostrophes its own way and takes acronyms' dots.
 */
final class Normalizer {
  /** Lines that no rule changes: most captions. */
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9]+(?: [a-z0-9]+)*");

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String LETTERS = "\\p{IsLatin}\\p{IsCyrillic}";
  private static final String LETTER = "[" + LETTERS + "]";
  private static final String ALNUM = "[" + LETTERS + "0-9]";
  private static final Pattern SYMBOL =
      Pattern.compile("[^" + LETTERS + "0-9\\s.'`,\\-\u2018\u2019]");
  private static final Pattern DOTS = Pattern.compile("\\.{2,}");
  private static final Pattern COMMA = Pattern.compile("(?<![0-9]),|,(?![0-9])");

  // These consume what stands beside the sign, as the original's do: of two hyphens with one
  // letter between them ("salt-n-pepper") only the first is split.
  private static final Pattern HYPHEN = Pattern.compile("([." + LETTERS + "0-9])-(" + ALNUM + ")");
  private static final Pattern LONE = Pattern.compile("([^" + LETTERS + "])'([^" + LETTERS + "])");
  private static final Pattern LEADING =
      Pattern.compile("([^" + LETTERS + "0-9])'(" + LETTER + ")");
  private static final Pattern TRAILING = Pattern.compile("(" + LETTER + ")'([^" + LETTERS + "])");
  private static final Pattern INNER = Pattern.compile("(" + LETTER + ")'(" + LETTER + ")");
  private static final Pattern DECADE = Pattern.compile("([0-9])'(s)");
  private static final Pattern HAS_LETTER = Pattern.compile(LETTER);

  /** Keep their full stop wherever they stand. */
  private static final Set<String> PREFIXES =
      Set.of(
          ("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z Adj Adm Adv Asst Bart Bldg Brig Bros"
                  + " Capt Cmdr Col Comdr Con Corp Cpl DR Dr Drs Ens Gen Gov Hon Hr Hosp Insp Lt MM"
                  + " MR MRS MS Maj Messrs Mlle Mme Mr Mrs Ms Msgr Op Ord Pfc Ph Prof Pvt Rep Reps"
                  + " Res Rev Rt Sen Sens Sfc Sgt Sr St Supt Surg v vs i.e rev e.g Nos Nr")
              .split(" "));

  /** Keep their full stop before a number. */
  private static final Set<String> NUMBERED = Set.of("No", "Art", "pp");

  private Normalizer() {}

  /** The normalised line in lower case, words separated by single blanks. */
  static String normalize(String line) {
    if (PLAIN.matcher(line).matches()) {
      return line;
    }
    String text = " " + line.replace('\u00A0', ' ') + " ";
    text = text.replace('\u2018', '\'').replace('\u2019', '\'').replace('`', '\'');
    text = text.replace("''", "\"").replace('\u201C', '"').replace('\u201D', '"');
    text = text.replace('\u2013', '-').replace("--", "-");
    text = SYMBOL.matcher(text).replaceAll(" $0 ");
    text = DOTS.matcher(text).replaceAll(" $0 ");
    text = COMMA.matcher(text).replaceAll(" , ");
    text = HYPHEN.matcher(text).replaceAll("$1 $2");
    text = LONE.matcher(text).replaceAll("$1 ' $2");
    text = LEADING.matcher(text).replaceAll("$1 ' $2");
    text = TRAILING.matcher(text).replaceAll("$1 ' $2");
    text = INNER.matcher(text).replaceAll("$1 '$2");
    text = DECADE.matcher(text).replaceAll("$1 '$2");
    return fullStops(BLANKS.split(text.strip())).toLowerCase(Locale.ROOT);
  }

  private static String fullStops(String[] words) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      if (i > 0) {
        line.append(' ');
      }
      String next = i + 1 < words.length ? words[i + 1] : "";
      line.append(fullStop(words[i], next));
    }
    return line.toString();
  }

  private static String fullStop(String word, String next) {
    if (!word.endsWith(".") || word.startsWith(".")) {
      return word;
    }
    String stem = word.substring(0, word.length() - 1);
    boolean lowerNext = !next.isEmpty() && Character.isLowerCase(next.charAt(0));
    boolean numberNext = !next.isEmpty() && Character.isDigit(next.charAt(0));
    if (stem.indexOf('.') >= 0 && HAS_LETTER.matcher(stem).find()) {
      return word.replace(".", "");
    }
    if (PREFIXES.contains(stem) || lowerNext || (NUMBERED.contains(stem) && numberNext)) {
      return word;
    }
    return stem + " .";
  }
}
