package dev.pancap.model.djl;

import dev.pancap.model.TokenUsage;

/**
 * An answer of the graphs.
 *
 * @param ids its tokens, without the one that ended it
 * @param ended whether the model ended it; otherwise its budget was used up
 */
record Generated(long[] ids, boolean ended, TokenUsage usage) {}
