package dev.pancap.model.djl;

import dev.pancap.image.RgbImage;
import java.util.List;

/**
 * A prompt ready for the graphs.
 *
 * @param ids its tokens
 * @param tiles the pictures whose features take the places of its image tokens, in order
 * @param maxNewTokens tokens that the answer may have
 */
record EncodedPrompt(long[] ids, List<RgbImage> tiles, int maxNewTokens) {
  EncodedPrompt {
    tiles = List.copyOf(tiles);
  }

  int length() {
    return ids.length;
  }
}
