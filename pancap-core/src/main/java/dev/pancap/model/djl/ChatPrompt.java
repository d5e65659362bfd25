package dev.pancap.model.djl;

import dev.pancap.image.RgbImage;
import java.util.List;

/**
 * What a model is asked, before it is written in the model's own form.
 *
 * @param system instructions; empty for none
 * @param pictures go before the question, in order
 */
record ChatPrompt(String system, List<RgbImage> pictures, String user) {
  ChatPrompt {
    pictures = List.copyOf(pictures);
  }
}
