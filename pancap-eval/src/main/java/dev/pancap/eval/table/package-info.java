/** Figures for people: tables of text. */
@NullMarked
package dev.pancap.eval.table;

import org.jspecify.annotations.NullMarked;
