package dev.pancap.eval.caption.ptb;

import java.util.Arrays;

/**
 * Maps characters to the few kinds that the scanner's rules tell apart, so that the rules can be
 * written over a small alphabet. A line's shape has the line's length. ASCII stands for itself.
 *
 * <p>The kinds of the 63,000 other characters were found by asking CoreNLP 3.4.1 for each of them
 * in six surroundings.
 */
final class CharacterShapes {
  /** A character that the tokenizer deletes: it only separates. */
  static final char DELETED = '\u0000';

  static final char LOWER_LETTER = '\u00E9';
  static final char UPPER_LETTER = '\u00C9';

  /** Continues or starts a word, but does not join a number. */
  static final char MARK = '\u0300';

  static final char DIGIT = '\u0660';

  /** A symbol that is a token of its own. */
  static final char SYMBOL = '\u00A7';

  static final char FRACTION = '\u00BD';
  static final char HYPHEN = '\u2010';
  static final char DASH = '\u2013';
  static final char NO_BREAK_SPACE = '\u00A0';
  static final char SOFT_HYPHEN = '\u00AD';

  private static final String SYMBOL_RANGES =
      """
          00A1 00A5-00A9 00AC 00AE-00B4 00B6-00B9 00BF 00D7 00F7 037E 0387 0589 05BE 05C0 05C3 05C6
          05F3-05F4 0600-0603 0606-060C 0614 061B 061E-061F 066A 066D 06D4 0700-070D 07F6-07F8
          0964-0965 0E3F 0E4F 1FBD 2016-2017 201A 201E-2023 2030-2038 203B 203E-2042 2070 2074-207E
          2080-208E 20A4 2100-2101 2103-2106 2108-2109 2114 2116-2118 211E-2123 2125 2127 2129 212E
          213A-213B 2140-2144 214A-214D 214F 2155-215E 2190-2BFF 3001-3002 3012 30FB FF01-FF0F
          FF1A-FF20 FF3B-FF40 FF5B-FF65 FFE0-FFE1 FFE5-FFE6
      """;

  private static final String MARK_RANGES =
      """
          02C2-02C5 02D2-02DF 02E5-02EB 02ED 02EF-036F 0375 0378-0379 0384-0385 03F6 0483-0487
          055A-055F 0591-05BD 05BF 05C1-05C2 05C4-05C5 05C7 0615-061A 064B-065E 0670 06D6-06E4
          06E7-06ED 06FD-06FE 070F 0711 0730-074C 07A6-07B0 07EB-07F3 0900-0903 093C 093E-094E
          0951-0955 0962-0963 0981-0983 09BC 09BE-09C4 09C7-09C8 09CB-09CD 09D7 09E2-09E3 0A01-0A03
          0A3C 0A3E-0A4F 0A81-0A83 0ABC 0ABE-0ACF 0B82 0BBE-0BC2 0BC6-0BC8 0BCA-0BCD 0C01-0C03
          0C3E-0C56 0D3E-0D44 0D46-0D48 0E31 0E34-0E3A 0E47-0E4E 0EB1 0EB4-0EBC 0EC8-0ECD
      """;

  /** Characters that some rule names: they stand for themselves. */
  private static final String NAMED =
      "\u2019\u0092\u2018\u201B\u0091\u2039\u203A\u201C\u0093\u00AB\u201D\u0094\u00BB\u2026"
          + "\u20AC\u00A3\u00A2\u2044\u00AD\u066B\u066C";

  private static final char[] SHAPES = table();

  private CharacterShapes() {}

  static String of(String line) {
    int first = 0;
    while (first < line.length() && isPlain(line.charAt(first))) {
      first++;
    }
    if (first == line.length()) {
      return line;
    }
    char[] shape = line.toCharArray();
    for (int i = first; i < shape.length; i++) {
      shape[i] = SHAPES[shape[i]];
    }
    return new String(shape);
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7F;
  }

  private static char[] table() {
    char[] table = new char[0x10000];
    for (int i = 0; i < table.length; i++) {
      table[i] = shapeOf((char) i);
    }
    fill(table, SYMBOL_RANGES, SYMBOL);
    fill(table, MARK_RANGES, MARK);
    fill(table, "2070 2074-2079 00B2-00B3 00B9", '\u00B2');
    fill(table, "2080-2089", '\u2080');
    fill(table, "207A-207B 208A-208B", '\u207A');
    fill(table, "0080 00A4 20A0 20AC", '\u20AC');
    fill(table, "0085", '\u2026');
    fill(table, "2028-2029", ' ');
    fill(table, "2000-200A 3000 00A0", NO_BREAK_SPACE);
    fill(table, "00BC-00BE 2153-2154", FRACTION);
    fill(table, "2010-2011 058A", HYPHEN);
    fill(table, "2013-2015 0096-0097", DASH);
    return table;
  }

  private static char shapeOf(char c) {
    if (isPlain(c) || NAMED.indexOf(c) >= 0) {
      return c;
    }
    // A caption is one line: what would break it is a blank.
    if (c == '\t' || c == '\n' || c == '\r' || c == 0x0B || c == '\f') {
      return ' ';
    }
    if (Character.isLetter(c)) {
      return Character.isUpperCase(c) ? UPPER_LETTER : LOWER_LETTER;
    }
    return Character.isDigit(c) ? DIGIT : DELETED;
  }

  private static void fill(char[] table, String ranges, char shape) {
    for (String range : ranges.strip().split("\\s+")) {
      String[] ends = range.split("-");
      int from = Integer.parseInt(ends[0], 16);
      int to = Integer.parseInt(ends[ends.length - 1], 16);
      Arrays.fill(table, from, to + 1, shape);
    }
  }
}
