/** What training teams read: a release in the formats of their programs. No Spark. */
@NullMarked
package dev.pancap.export;

import org.jspecify.annotations.NullMarked;
