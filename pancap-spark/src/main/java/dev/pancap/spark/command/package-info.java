/** One class a command. They parse, check, run and report; the work is done elsewhere. */
@NullMarked
package dev.pancap.spark.command;

import org.jspecify.annotations.NullMarked;
