package dev.pancap.eval.work;

import dev.pancap.config.ConfigException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;

/**
 * Does the same work on every element of a list, somewhere, and hands over what comes of them in
 * the list's order. Sums of floating-point numbers that are taken over it have the same digits
 * wherever the work was done.
 */
public interface OrderedWork {
  /**
   * Work on one element: by several threads at a time, and on other machines, where the files that
   * it names are there under the same names.
   */
  @FunctionalInterface
  interface Step<I, O> extends Serializable {
    /**
     * @throws ConfigException if the element's input is not what it should be
     */
    O of(I element);
  }

  /**
   * Works on all elements.
   *
   * @param inOrder takes what comes of the elements, on the calling thread; what it throws ends the
   *     work
   * @throws ConfigException what the work on an element threw, of the first one that failed
   */
  <I extends Serializable, O extends Serializable> void each(
      List<I> elements, Step<I, O> step, Consumer<? super O> inOrder);
}
