package dev.pancap.eval.caption.ptb;

import dev.pancap.eval.caption.ptb.PtbRules.Form;
import java.util.Locale;

/** How matched text is written as a token. */
final class TokenForms {
  private static final char NO_BREAK_SPACE = '\u00A0';

  private TokenForms() {}

  static String of(Form form, String text) {
    return switch (form) {
      case TEXT -> lower(text);
      case SPACED -> lower(text).replace(' ', NO_BREAK_SPACE).replace('\t', NO_BREAK_SPACE);
      case BRACKETED -> brackets(lower(text).replace(' ', NO_BREAK_SPACE));
      case QUOTES -> quotes(lower(text));
      case OPEN_DOUBLE -> "``";
      case CLOSE_DOUBLE -> "''";
      case OPEN_SINGLE -> "`";
      case DOTS -> "...";
      case DASHES -> dashes(text);
      case AMPERSAND -> "&";
      case LESS -> "<";
      case GREATER -> ">";
      case CURRENCY -> currency(text.charAt(0));
      case FRACTION -> fraction(text.charAt(0));
      case NOTHING -> "";
    };
  }

  /** Soft hyphens vanish, except where nothing else is there. */
  private static String lower(String text) {
    String plain = text.indexOf('\u00AD') < 0 ? text : text.replace("\u00AD", "");
    return plain.isEmpty() ? "-" : plain.toLowerCase(Locale.ROOT);
  }

  private static String brackets(String text) {
    if (text.length() == 1) {
      return switch (text) {
        case "(" -> "-lrb-";
        case ")" -> "-rrb-";
        case "[" -> "-lsb-";
        case "]" -> "-rsb-";
        case "{" -> "-lcb-";
        default -> "-rcb-";
      };
    }
    return text.replace("(", "-lrb-").replace(")", "-rrb-");
  }

  private static String quotes(String text) {
    StringBuilder ascii = new StringBuilder(text.length());
    String decoded = text.replace("&apos;", "'").replace("&amp;", "&");
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      switch (c) {
        case '\u2018', '\u201B', '\u0091', '\u2039' -> ascii.append('`');
        case '\u2019', '\u0092', '\u203A' -> ascii.append('\'');
        case '\u201C', '\u0093', '\u00AB' -> ascii.append("``");
        case '\u201D', '\u0094', '\u00BB' -> ascii.append("''");
        default -> ascii.append(c);
      }
    }
    return ascii.toString();
  }

  private static String dashes(String text) {
    boolean hyphens = text.charAt(0) == '-';
    return hyphens && (text.length() == 1 || text.length() > 4) ? text : "--";
  }

  private static String currency(char sign) {
    return switch (sign) {
      case '\u00A3' -> "#";
      case '\u00A2' -> "cents";
      default -> "$";
    };
  }

  private static String fraction(char sign) {
    return switch (sign) {
      case '\u00BC' -> "1/4";
      case '\u00BD' -> "1/2";
      case '\u00BE' -> "3/4";
      case '\u2153' -> "1/3";
      default -> "2/3";
    };
  }
}
