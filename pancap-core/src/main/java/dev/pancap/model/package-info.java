/** Vision-language models: what they are asked, what they answer, under which key. */
@NullMarked
package dev.pancap.model;

import org.jspecify.annotations.NullMarked;
