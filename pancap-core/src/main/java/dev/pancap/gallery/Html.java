package dev.pancap.gallery;

/** Text that must not become markup. */
public final class Html {
  private Html() {}

  /** For element content and for attribute values in double quotes. */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(isPrintable(c) ? c : '\uFFFD');
      }
    }
    return escaped.toString();
  }

  /** JSON that can stand inside a script element: no character of it ends the element. */
  static String inScript(String json) {
    return json.replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static boolean isPrintable(char c) {
    return c >= ' ' && c != '\u007F' || c == '\n' || c == '\t';
  }
}
