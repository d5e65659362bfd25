/** The steps of the pipeline: how images meet what is known of them and become captions. */
@NullMarked
package dev.pancap.spark.stage;

import org.jspecify.annotations.NullMarked;
