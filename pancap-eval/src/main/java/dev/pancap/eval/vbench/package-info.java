/** VBench: the aggregates over its dimensions. */
@NullMarked
package dev.pancap.eval.vbench;

import org.jspecify.annotations.NullMarked;
