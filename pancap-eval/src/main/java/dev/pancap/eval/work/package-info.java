/** Where evaluations do what is the same for every element: on threads of a JVM, on a cluster. */
@NullMarked
package dev.pancap.eval.work;

import org.jspecify.annotations.NullMarked;
