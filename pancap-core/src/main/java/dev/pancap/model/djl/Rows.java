package dev.pancap.model.djl;

import dev.pancap.model.TokenUsage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a batch on their way from prompts to answers: what is fed next, at which positions,
 * and which slots of the cache each row may look at.
 *
 * <p>Slots 0 to {@code prefillWidth} hold the prompts without their last tokens, padded on the
 * right; every later slot holds one token of every row.
 */
final class Rows {
  private final List<EncodedPrompt> prompts;
  private final Idefics3Layout layout;
  private final int prefillWidth;
  private final long[][] answers;
  private final int[] lengths;
  private final boolean[] ended;
  private long[] next;
  private int steps;

  Rows(List<EncodedPrompt> prompts, Idefics3Layout layout) {
    this.prompts = prompts;
    this.layout = layout;
    this.prefillWidth = prompts.stream().mapToInt(EncodedPrompt::length).max().orElse(1) - 1;
    this.answers =
        prompts.stream().map(prompt -> new long[prompt.maxNewTokens()]).toArray(long[][]::new);
    this.lengths = new int[prompts.size()];
    this.ended = new boolean[prompts.size()];
    this.next = prompts.stream().mapToLong(prompt -> prompt.ids()[prompt.length() - 1]).toArray();
  }

  int prefillWidth() {
    return prefillWidth;
  }

  /** {@code [rows, prefillWidth]} */
  long[] prefillIds() {
    long[] ids = new long[prompts.size() * prefillWidth];
    Arrays.fill(ids, layout.padTokenId());
    for (int row = 0; row < prompts.size(); row++) {
      EncodedPrompt prompt = prompts.get(row);
      System.arraycopy(prompt.ids(), 0, ids, row * prefillWidth, prompt.length() - 1);
    }
    return ids;
  }

  /** Where image tokens stand in {@link #prefillIds}, row by row; padding is none. */
  int[] imagePlaces() {
    return IntStream.range(0, prompts.size())
        .flatMap(
            row ->
                IntStream.range(0, prompts.get(row).length() - 1)
                    .filter(i -> prompts.get(row).ids()[i] == layout.imageTokenId())
                    .map(i -> row * prefillWidth + i))
        .toArray();
  }

  DecoderGraph.Step prefill(float[] embeddings) {
    long[] positions = new long[prompts.size() * prefillWidth];
    for (int row = 0; row < prompts.size(); row++) {
      int last = prompts.get(row).length() - 2;
      for (int i = 0; i < prefillWidth; i++) {
        positions[row * prefillWidth + i] = Math.min(i, Math.max(last, 0));
      }
    }
    return new DecoderGraph.Step(
        prompts.size(), prefillWidth, embeddings, mask(prefillWidth), positions);
  }

  /** The token of each row that is fed next: the prompt's last, then the answer's. */
  long[] nextIds() {
    return next;
  }

  DecoderGraph.Step answerStep(float[] embeddings) {
    long[] positions = prompts.stream().mapToLong(prompt -> prompt.length() - 1L + steps).toArray();
    return new DecoderGraph.Step(
        prompts.size(), 1, embeddings, mask(prefillWidth + steps + 1), positions);
  }

  /** Takes the tokens that the step gave; rows that ended are fed padding from here on. */
  void accept(long[] tokens) {
    steps++;
    next = tokens.clone();
    for (int row = 0; row < prompts.size(); row++) {
      if (!open(row)) {
        next[row] = layout.padTokenId();
      } else if (layout.endTokenIds().contains(tokens[row])) {
        ended[row] = true;
        next[row] = layout.padTokenId();
      } else {
        answers[row][lengths[row]++] = tokens[row];
      }
    }
  }

  boolean finished() {
    return IntStream.range(0, prompts.size()).noneMatch(this::open);
  }

  List<Generated> answers() {
    return IntStream.range(0, prompts.size())
        .mapToObj(
            row ->
                new Generated(
                    Arrays.copyOf(answers[row], lengths[row]),
                    ended[row],
                    new TokenUsage(
                        prompts.get(row).length(),
                        0,
                        (long) prompts.get(row).tiles().size() * layout.tokensPerTile(),
                        lengths[row],
                        0)))
        .toList();
  }

  private boolean open(int row) {
    return !ended[row] && lengths[row] < prompts.get(row).maxNewTokens();
  }

  /** {@code [rows, slots]}: 1 where a row has a token of its own. */
  private long[] mask(int slots) {
    long[] mask = new long[prompts.size() * slots];
    for (int row = 0; row < prompts.size(); row++) {
      int own = prompts.get(row).length() - 1;
      for (int slot = 0; slot < slots; slot++) {
        mask[row * slots + slot] = slot < own || slot >= prefillWidth ? 1 : 0;
      }
    }
    return mask;
  }
}
