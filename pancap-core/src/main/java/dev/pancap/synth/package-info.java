/** Synthetic pictures with panoptic masks and a known truth, for demos, benchmarks and tests. */
@NullMarked
package dev.pancap.synth;

import org.jspecify.annotations.NullMarked;
