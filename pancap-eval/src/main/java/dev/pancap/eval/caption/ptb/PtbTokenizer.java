package dev.pancap.eval.caption.ptb;

import dev.pancap.eval.caption.ptb.PtbRules.Form;
import dev.pancap.eval.caption.ptb.PtbRules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Splits a caption into lower-case Penn Treebank tokens, equal to Stanford CoreNLP 3.4.1's {@code
 * PTBTokenizer -preserveLines -lowerCase}. A caption is one line: line separators inside it count
 * as blanks. A token may hold U+00A0 (mixed fractions, phone numbers). Not safe for use by several
 * threads: make one a thread.
 */
public final class PtbTokenizer {
  /** The longest sentence opener and a blank. */
  private static final int LOOK_AHEAD = 16;

  private final RuleMatcher[] plainWords = matchers(PtbRules.PLAIN_WORDS);
  private final RuleMatcher[] words = matchers(PtbRules.WORDS);
  private final RuleMatcher[] others = matchers(PtbRules.OTHERS);
  private final Matcher sentenceEnd = matcher(PtbRules.SENTENCE_END);
  private final Matcher sentenceOpener = matcher(PtbRules.SENTENCE_OPENER);
  private final Matcher acronym = matcher(PtbRules.ACRONYM);

  private String line = "";
  private String shape = "";
  private int lineNumber;
  private List<String> tokens = new ArrayList<>();

  /** The tokens of one caption that stands alone, in order. */
  public List<String> tokenize(String caption) {
    return tokenize(caption, "");
  }

  /**
   * The tokens of one caption. In the original, which reads a file of captions, the first word of
   * the next line decides whether the full stop behind a final single letter ("the letter K.") is a
   * token of its own.
   *
   * @param following the caption on the next line, empty for none
   */
  public List<String> tokenize(String caption, String following) {
    line = caption;
    String head = following.substring(0, Math.min(following.length(), LOOK_AHEAD));
    shape = CharacterShapes.of(caption) + "\n" + CharacterShapes.of(head) + "\n";
    lineNumber++;
    sentenceEnd.reset(shape);
    sentenceOpener.reset(shape);
    acronym.reset(shape);
    tokens = new ArrayList<>(caption.length() / 5 + 2);
    int position = 0;
    while (position < line.length()) {
      char c = shape.charAt(position);
      if (c == ' ' || c == CharacterShapes.NO_BREAK_SPACE || c == CharacterShapes.DELETED) {
        position++;
      } else {
        int next = plainToken(position);
        position = next > position ? next : ruledToken(position);
      }
    }
    return tokens;
  }

  /** Words between blanks, commas and full stops: nine of ten tokens, without any pattern. */
  private int plainToken(int start) {
    int end = start;
    while (isAsciiLetter(shape.charAt(end))) {
      end++;
    }
    char behind = shape.charAt(end);
    if (end == start) {
      if (behind == ',' && (shape.charAt(start + 1) == ' ' || shape.charAt(start + 1) == '\n')) {
        tokens.add(",");
        return start + 1;
      }
      return start;
    }
    boolean atBlank = behind == ' ' || behind == '\n';
    boolean atFinalStop =
        behind == '.'
            && (shape.charAt(end + 1) == '\n' || shape.charAt(end + 1) == ' ')
            && Abbreviations.of(line.substring(start, end)) == Abbreviations.Kind.NONE;
    boolean atComma = behind == ',' && shape.charAt(end + 1) == ' ';
    if (!atBlank && !atFinalStop && !atComma) {
      return start;
    }
    String word = line.substring(start, end).toLowerCase(Locale.ROOT);
    if (isContracted(word)) {
      return start;
    }
    tokens.add(word);
    return end;
  }

  private static boolean isContracted(String word) {
    return switch (word) {
      case "cannot", "gonna", "wanna", "gotta", "lemme", "gimme" -> true;
      default -> false;
    };
  }

  private int ruledToken(int start) {
    char c = shape.charAt(start);
    Longest longest = new Longest();
    boolean wordLike = isAsciiLetter(c) || startsWord(c);
    int abbreviation = wordLike ? abbreviation(start) : -1;
    if (wordLike) {
      longest.offer(plainWords, start);
      if (abbreviation > 0 && abbreviationReach(start, abbreviation) > longest.length) {
        longest.length = abbreviationReach(start, abbreviation);
        longest.matcher = null;
      }
      longest.offer(words, start);
    }
    longest.offer(others, start);
    if (longest.matcher == null) {
      return abbreviation > 0 ? addAbbreviation(start, abbreviation) : start + 1;
    }
    return add(longest.matcher, longest.form);
  }

  private static boolean startsWord(char c) {
    return (c >= '0' && c <= '9')
        || c == CharacterShapes.LOWER_LETTER
        || c == CharacterShapes.UPPER_LETTER
        || c == CharacterShapes.MARK
        || c == CharacterShapes.DIGIT
        || c == CharacterShapes.SOFT_HYPHEN
        || "+-.,:($<&\u207A\u00B2\u2080\u066B\u066C".indexOf(c) >= 0;
  }

  /** The end of the abbreviation with its full stop that begins here, or -1. */
  private int abbreviation(int start) {
    if (acronym.region(start, shape.length()).lookingAt()) {
      return acronym.end();
    }
    int end = start;
    while (isAsciiLetter(shape.charAt(end))) {
      end++;
    }
    if (end == start || shape.charAt(end) != '.') {
      return -1;
    }
    return switch (Abbreviations.of(line.substring(start, end))) {
      case NONE -> -1;
      case NUMBERED -> numberFollows(end + 1) ? end + 1 : -1;
      case TITLE, FINAL -> end + 1;
    };
  }

  private boolean numberFollows(int position) {
    char c = shape.charAt(position);
    if (c == ' ' || c == CharacterShapes.NO_BREAK_SPACE || c == '\n') {
      c = shape.charAt(Math.min(position + 1, shape.length() - 1));
    }
    return (c >= '0' && c <= '9') || c == CharacterShapes.DIGIT;
  }

  private Abbreviations.Kind kindOf(int start, int end) {
    String word = line.substring(start, end - 1);
    if (word.equalsIgnoreCase("ph.d")) {
      return Abbreviations.Kind.FINAL;
    }
    return word.indexOf('.') >= 0 ? Abbreviations.Kind.TITLE : Abbreviations.of(word);
  }

  /** The length with which an abbreviation competes: with what its rule looks at behind it. */
  private int abbreviationReach(int start, int end) {
    int length = end - start;
    return switch (kindOf(start, end)) {
      case FINAL -> length + 2;
      case NUMBERED -> length + (Character.isDigit(shape.charAt(end)) ? 1 : 2);
      case TITLE, NONE -> length;
    };
  }

  private int addAbbreviation(int start, int end) {
    String word = line.substring(start, end).toLowerCase(Locale.ROOT);
    boolean acronymOrLetter = word.length() == 2 || word.indexOf('.') < word.length() - 1;
    if (acronymOrLetter && sentenceOpener.region(end, shape.length()).lookingAt()) {
      // The letter of "the letter K. The ..." loses its full stop, "U.S." keeps it.
      tokens.add(word.length() == 2 ? word.substring(0, 1) : word);
      tokens.add(".");
      return end;
    }
    tokens.add(word);
    if (kindOf(start, end) == Abbreviations.Kind.FINAL
        && sentenceEnd.region(end, shape.length()).lookingAt()) {
      tokens.add(".");
    }
    return end;
  }

  private int add(Matcher matcher, Form form) {
    int end = matcher.end(matcher.groupCount());
    for (int group = 1; group <= matcher.groupCount(); group++) {
      int from = matcher.start(group);
      int to = matcher.end(group);
      String token = TokenForms.of(form, line.substring(from, to));
      if (!token.isEmpty()) {
        tokens.add(token);
      }
    }
    return end;
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private RuleMatcher[] matchers(List<Rule> rules) {
    return rules.stream().map(RuleMatcher::new).toArray(RuleMatcher[]::new);
  }

  private static Matcher matcher(Pattern pattern) {
    return pattern.matcher("").useAnchoringBounds(false).useTransparentBounds(true);
  }

  /** A rule's matcher, which is set to a line when it is first needed there. */
  private final class RuleMatcher {
    private final Rule rule;
    private final Matcher matcher;
    private int setTo;

    private RuleMatcher(Rule rule) {
      this.rule = rule;
      this.matcher = matcher(rule.pattern());
    }

    private Matcher from(int start) {
      if (setTo != lineNumber) {
        matcher.reset(shape);
        setTo = lineNumber;
      }
      return matcher.region(start, shape.length());
    }
  }

  /** The best match at one place so far. */
  private final class Longest {
    private int length;
    private @Nullable Matcher matcher;
    private Form form = Form.TEXT;

    private void offer(RuleMatcher[] matchers, int start) {
      char first = shape.charAt(start);
      for (RuleMatcher candidate : matchers) {
        if (candidate.rule.canStartWith(first)) {
          Matcher found = candidate.from(start);
          if (found.lookingAt() && found.end() - start > length) {
            length = found.end() - start;
            matcher = found;
            form = candidate.rule.form();
          }
        }
      }
    }
  }
}
