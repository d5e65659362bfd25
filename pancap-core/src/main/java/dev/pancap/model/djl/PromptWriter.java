package dev.pancap.model.djl;

import java.util.List;

/**
 * Writes prompts in the chat form of Idefics3 and SmolVLM. Row and column markers are written as
 * text: the larger models have no single tokens for them.
 */
final class PromptWriter {
  private static final String FAKE = "<fake_token_around_image>";

  private final Idefics3Layout layout;

  PromptWriter(Idefics3Layout layout) {
    this.layout = layout;
  }

  /**
   * @param system instructions; empty for none
   * @param images the pictures before the question, in order
   */
  String prompt(String system, List<Tiles> images, String user) {
    StringBuilder text = new StringBuilder(layout.beginText());
    if (!system.isBlank()) {
      text.append("System: ").append(plain(system)).append("<end_of_utterance>\n");
    }
    text.append(images.isEmpty() ? "User: " : "User:");
    images.forEach(image -> appendImage(text, image));
    return text.append(plain(user)).append("<end_of_utterance>\nAssistant:").toString();
  }

  private void appendImage(StringBuilder text, Tiles image) {
    String tokens = "<image>".repeat(layout.tokensPerTile());
    for (int row = 1; row <= image.rows(); row++) {
      for (int column = 1; column <= image.columns(); column++) {
        text.append(FAKE).append("<row_").append(row).append("_col_").append(column).append('>');
        text.append(tokens);
      }
      text.append('\n');
    }
    if (image.rows() > 0) {
      text.append('\n');
    }
    text.append(FAKE).append("<global-img>").append(tokens).append(FAKE);
  }

  /** Text in which no special token stands: a caption that says {@code <image>} is only text. */
  private String plain(String text) {
    String plain = text;
    for (String token : layout.specialTokens()) {
      if (token.length() > 1 && plain.contains(token)) {
        plain = plain.replace(token, token.charAt(0) + " " + token.substring(1));
      }
    }
    return plain;
  }
}
