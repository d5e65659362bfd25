package dev.pancap.eval.caption;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Images that stand one after another in a corpus. The original tokenizes all candidates as one
 * file and all references as another, so a slice knows what follows it.
 *
 * @param followingCandidate the candidate behind the last image, empty for none
 * @param followingReference the first reference behind the last image, empty for none
 */
public record CaptionSlice(
    List<CaptionedImage> images, String followingCandidate, String followingReference)
    implements Serializable {
  public CaptionSlice {
    images = List.copyOf(images);
  }

  /** A corpus in slices of at most so many images, in order. */
  public static List<CaptionSlice> of(List<CaptionedImage> images, int most) {
    List<CaptionSlice> slices = new ArrayList<>();
    for (int from = 0; from < images.size(); from += most) {
      int to = Math.min(images.size(), from + most);
      boolean last = to == images.size();
      slices.add(
          new CaptionSlice(
              images.subList(from, to),
              last ? "" : images.get(to).candidate(),
              last ? "" : images.get(to).references().get(0)));
    }
    return slices;
  }

  /** The token lines of the images, in order. */
  public List<TokenizedImage> tokenize() {
    CaptionTokenizer tokenizer = new CaptionTokenizer();
    List<TokenizedImage> tokenized = new ArrayList<>(images.size());
    for (int i = 0; i < images.size(); i++) {
      CaptionedImage image = images.get(i);
      boolean last = i + 1 == images.size();
      String nextCandidate = last ? followingCandidate : images.get(i + 1).candidate();
      String nextReference = last ? followingReference : images.get(i + 1).references().get(0);
      tokenized.add(
          new TokenizedImage(
              image.imageId().text(),
              tokenizer.line(image.candidate(), nextCandidate),
              lines(image.references(), nextReference, tokenizer)));
    }
    return tokenized;
  }

  private static List<String> lines(
      List<String> references, String following, CaptionTokenizer tokenizer) {
    List<String> lines = new ArrayList<>(references.size());
    for (int i = 0; i < references.size(); i++) {
      lines.add(
          tokenizer.line(
              references.get(i), i + 1 < references.size() ? references.get(i + 1) : following));
    }
    return lines;
  }
}
