package dev.pancap.eval.caption.ptb;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kinds of tokens as patterns over shapes. At each place the longest match wins, look-ahead
 * included, and of equal ones the first.
 *
 * <p>A pattern's groups are the tokens that it yields; what it matches behind its last group is
 * look-ahead. This is why "it's" beats "it" and then yields only "it".
 */
final class PtbRules {
  /** How the text of a match becomes a token. */
  enum Form {
    /** As it stands, lower-cased. */
    TEXT,
    /** As it stands, blanks inside become U+00A0. */
    SPACED,
    /** As SPACED, with brackets written as -lrb- and -rrb-. */
    BRACKETED,
    /** With the apostrophes and quotes of typesetting as ASCII. */
    QUOTES,
    /** An opening double quote or apostrophe. */
    OPEN_DOUBLE,
    CLOSE_DOUBLE,
    OPEN_SINGLE,
    DOTS,
    DASHES,
    AMPERSAND,
    LESS,
    GREATER,
    CURRENCY,
    FRACTION,
    NOTHING
  }

  /**
   * A pattern and what its groups become.
   *
   * @param starts the ASCII characters that a match can begin with
   */
  record Rule(Pattern pattern, Form form, BitSet starts) {
    private static final int ASCII = 128;

    Rule(Pattern pattern, Form form) {
      this(pattern, form, starts(pattern));
    }

    /** Nine of ten rules cannot match at a place, and its first character says so. */
    boolean canStartWith(char c) {
      return c >= ASCII || starts.get(c);
    }

    /** If a match on one character fails without asking for more, nothing behind it can help. */
    private static BitSet starts(Pattern pattern) {
      BitSet starts = new BitSet(ASCII);
      for (char c = 0; c < ASCII; c++) {
        Matcher matcher = pattern.matcher(String.valueOf(c));
        starts.set(c, matcher.lookingAt() || matcher.hitEnd());
      }
      return starts;
    }
  }

  private static final String LETTER = "[A-Za-z\u00E9\u00C9]";
  private static final String WORD_LETTER =
      "(?:[A-Za-z\u00E9\u00C9\u0300\u00AD]|&[aeiouAEIOU](?:acute|grave|uml);)";
  private static final String DIGIT = "[0-9\u0660]";
  private static final String ALNUM = "[A-Za-z0-9\u00E9\u00C9\u0660]";
  private static final String APOS = "(?:['\u2019\u0092]|&apos;)";
  private static final String ANY_APOS = "(?:['`\u2019\u0092\u2018\u0091\u201B]|&apos;)";
  private static final String WORD =
      WORD_LETTER
          + "(?:"
          + WORD_LETTER
          + "|"
          + DIGIT
          + ")*+(?:[.!?]"
          + WORD_LETTER
          + "(?:"
          + WORD_LETTER
          + "|"
          + DIGIT
          + ")*+)*+";
  private static final String HYPHEN = "[-_\u2010]";
  private static final String NUM =
      "(?:" + DIGIT + "*(?:[.:,\u066B\u066C\u00AD]" + DIGIT + "+)+|" + DIGIT + "+)";
  private static final String ELISION = "(?:[dDoOlL]" + ANY_APOS + ALNUM + ")?";
  private static final String HYPHENATED =
      "[A-Za-z0-9][A-Za-z0-9.,\u00AD]*(?:-(?:[A-Za-z](?:\\.[A-Za-z])+\\.|[A-Za-z0-9\u00AD]+))+";
  private static final String COMPOUND =
      ELISION + ALNUM + "+(?:" + HYPHEN + ELISION + ALNUM + "+)*";

  /** Behind the full stop of "inc." at the end of a sentence. */
  static final Pattern SENTENCE_END =
      Pattern.compile(
          "[ \u00A0](?:[ \u00A0\nA-Z\u00C9]|<[A-Za-z/!?])|\n(?:[ \u00A0\nA-Z\u00C9]|<[A-Za-z/!?])");

  /** Behind a letter's full stop: a word that likely opens a sentence, with any capitals. */
  static final Pattern SENTENCE_OPENER =
      Pattern.compile(
          "[ \u00A0\n]+(?=[A-Z])(?i:A|About|According|Additionally|After|An|As|At|But|Earlier|He|Her"
              + "|Here|However|If|In|It|Last|Many|More|Now|Once|One|Other|Our|She|Since|So|Some|Such"
              + "|That|The|Their|Then|There|These|They|This|We|What|When|While|Yet|You)[ \u00A0\n]");

  /** Letters with a full stop each. */
  static final Pattern ACRONYM = Pattern.compile("[A-Za-z](?:\\.[A-Za-z])*\\.|(?i:ph\\.d\\.)");

  private static final String NOT_URL = "\\s\u00A0\"<>|()";
  private static final String SYMBOL_TAIL = "[^\\s\"<>|.!?(){},-]";

  /** Words and their contractions: they win over an abbreviation of the same length. */
  static final List<Rule> PLAIN_WORDS =
      List.of(
          text("(?i)(can)(not)"),
          text("(?i)(gon|wan)(na)"),
          text("(?i)(got)(ta)"),
          text("(?i)(lem|gim)(me)"),
          spaced("(" + tag() + ")"),
          quotes("(" + WORD + ")" + APOS + "(?i:re|ve|ll|[msd])"),
          quotes("([A-Za-z]*[A-MO-Za-mo-z])[nN]" + ANY_APOS + "[tT]"),
          quotes("([nN]" + ANY_APOS + "[tT])[^A-Za-z]"),
          text("(" + WORD + ")"));

  /** Other tokens that begin with a letter, a digit, or the sign of a number. */
  static final List<Rule> WORDS =
      List.of(
          text("([lLdDjJ]" + APOS + ")"),
          text("((?i:dunkin|somethin|ol)" + APOS + ")"),
          text("([A-HJ-XZn]" + ANY_APOS + LETTER + "{2,})"),
          text("(" + LETTER + LETTER + "*[aeiouyAEIOUY]" + ANY_APOS + "[aeiouA-Z]" + LETTER + "*)"),
          text(
              "((?i:e'er|o['\u2019]o|o'er|nor'easter|c'mon|ev'ry|li'l|nat'l|cap'n)|[sS]'mores|S'MORES)"),
          text("([yY]" + APOS + ")" + LETTER),
          text("((?i:https?)://[^" + NOT_URL + "{}]+" + SYMBOL_TAIL + ")"),
          text(
              "(<?[A-Za-z0-9][^"
                  + NOT_URL
                  + "{}]*@(?:[^"
                  + NOT_URL
                  + "{}.]+\\.)*[^"
                  + NOT_URL
                  + "{}.]+>?)"),
          text(
              "([A-Za-z0-9]+(?:\\.[A-Za-z0-9]+)*\\.(?i:bat|bmp|c|class|cgi|cpp|dll|docx?|exe|gif|gz|h"
                  + "|html?|jar|java|jpe?g|mov|mp3|pdf|php|pl|png|ppt|ps|py|sql|tar|txt|wav|x|xml|zip))"
                  + "(?![A-Za-z0-9])"),
          text("(" + DIGIT + "{1,2}[-/]" + DIGIT + "{1,2}[-/]" + DIGIT + "{2,4})"),
          text("([-+]?" + NUM + ")"),
          text("([\u207A]?(?:\u00B2+|\u2080+))"),
          spaced(
              "((?:"
                  + DIGIT
                  + "{1,4}[- \u00A0])?"
                  + DIGIT
                  + "{1,4}(?:\\\\?/|\u2044)"
                  + DIGIT
                  + "{1,4})"),
          text("([A-Za-z0-9]+(?:-[A-Za-z]+){0,2}(?:\\\\?/[A-Za-z0-9]+(?:-[A-Za-z]+){0,2}){1,2})"),
          text("([A-Z]*[$])"),
          text("(" + WORD + "\\.)[,;:]"),
          text("((?:" + COMPOUND + "|" + HYPHENATED + ")\\.)[,;:]"),
          quotes("([A-Z]+(?:(?:(?i:&amp;)|[+&])[A-Z]+)+)"),
          bracketed(
              "((?:\\("
                  + DIGIT
                  + "{2,3}\\)[ \u00A0]?|(?:\\+\\+?)?(?:"
                  + DIGIT
                  + "{2,4}[- \u00A0])?"
                  + DIGIT
                  + "{2,4}[- \u00A0])"
                  + DIGIT
                  + "{3,4}[- \u00A0]?"
                  + DIGIT
                  + "{3,5})"),
          text("([cC]\\+\\+|[cCfF]#|(?i:pro|anti)-)"),
          text("(" + HYPHENATED + ")"),
          text("(" + COMPOUND + ")"));

  /** Tokens that begin with anything else. */
  static final List<Rule> OTHERS =
      List.of(
          text("('[tT])(?i:is|was)"),
          spaced("(" + tag() + ")"),
          text(
              "((?:www\\.(?:[^\\s\"<>|.!?(){},]+\\.)+[a-zA-Z]{2,4}"
                  + "|(?:[^\\s\"`'<>|.!?(){},-_$]+\\.)+(?:com|net|org|edu))"
                  + "(?:/[^"
                  + NOT_URL
                  + "]+"
                  + SYMBOL_TAIL
                  + ")?)"),
          new Rule(Pattern.compile("(\u2013|&(?:MD|mdash|ndash);)"), Form.DASHES),
          new Rule(Pattern.compile("((?i)&amp;)"), Form.AMPERSAND),
          text("(&(?:HT|TL|UR|LR|QC|QL|QR|odq|cdq|#[0-9]+);)"),
          quotes("(" + APOS + "(?i:re|ve|ll|[msd]))[^A-Za-z]"),
          text("((?:['\u2019\u0092][nN]['\u2019\u0092]?|['\u2019\u0092](?i:em|cause|till?)))"),
          text("(['\u2019\u0092][2-9]0[sS])"),
          text("(['\u2019\u0092][0-9][0-9])[ \u00A0\n]"),
          new Rule(Pattern.compile("(')[A-Za-z][^ \u00A0\n]"), Form.OPEN_SINGLE),
          quotes("(" + APOS + "(?i:re|ve|ll|[msd]))"),
          new Rule(Pattern.compile("(\"|&quot;)[A-Za-z0-9$]"), Form.OPEN_DOUBLE),
          new Rule(Pattern.compile("(\"|&quot;|'')"), Form.CLOSE_DOUBLE),
          new Rule(Pattern.compile("((?i)&lt;)"), Form.LESS),
          new Rule(Pattern.compile("((?i)&gt;)"), Form.GREATER),
          new Rule(Pattern.compile("(&nbsp;)"), Form.NOTHING),
          quotes("(&apos;)"),
          bracketed("([<>]?[:;=][-o*']?[()DPdpO\\\\{@|\\[\\]])[^A-Za-z0-9]"),
          bracketed("([-^=~<>x']_[-^=~<>x']|\\([-^x=~<>'][_.]?[-^x=~<>']\\))"),
          text("(@[A-Za-z_][A-Za-z_0-9]*|#" + LETTER + "+)"),
          text("(#+|@+|_+|\\\\?[*]+)"),
          text("(<<|>>)"),
          new Rule(Pattern.compile("(-+)"), Form.DASHES),
          new Rule(Pattern.compile("(\\.{3,5}|(?:\\.[ \u00A0]){2,4}\\.|\u2026)"), Form.DOTS),
          text("([?!]+)"),
          quotes(
              "([`\u2018\u2019\u201B\u0091\u0092\u2039\u203A\u201C\u201D\u0093\u0094\u00AB\u00BB]{1,2})"),
          new Rule(Pattern.compile("([\u20AC\u00A3\u00A2])"), Form.CURRENCY),
          new Rule(Pattern.compile("(\u00BD)"), Form.FRACTION),
          bracketed("([(){}\\[\\]])"),
          text("([^A-Za-z0-9\u0000 \u00A0])"));

  private PtbRules() {}

  private static String tag() {
    String name = "[A-Za-z][A-Za-z0-9_:.-]*";
    return "<(?:[!?][A-Za-z-][^>\n]*|/?"
        + name
        + "(?: +(?:"
        + name
        + " *= *(?:'[^'\n]*'|\"[^\"\n]*\")|"
        + name
        + "))* */?)>";
  }

  private static Rule text(String pattern) {
    return new Rule(Pattern.compile(pattern), Form.TEXT);
  }

  private static Rule spaced(String pattern) {
    return new Rule(Pattern.compile(pattern), Form.SPACED);
  }

  private static Rule bracketed(String pattern) {
    return new Rule(Pattern.compile(pattern), Form.BRACKETED);
  }

  private static Rule quotes(String pattern) {
    return new Rule(Pattern.compile(pattern), Form.QUOTES);
  }
}
