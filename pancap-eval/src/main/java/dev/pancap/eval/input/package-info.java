/** Input files of metrics: JSON, JSON lines, tables, arrays; errors name file, record and field. */
@NullMarked
package dev.pancap.eval.input;

import org.jspecify.annotations.NullMarked;
