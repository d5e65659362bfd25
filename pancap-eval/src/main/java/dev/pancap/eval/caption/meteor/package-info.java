/** METEOR 1.5 for English, task "rank", as captions are scored with it. */
@NullMarked
package dev.pancap.eval.caption.meteor;

import org.jspecify.annotations.NullMarked;
