/** How records become Spark rows and Kryo bytes. */
@NullMarked
package dev.pancap.spark.encoder;

import org.jspecify.annotations.NullMarked;
