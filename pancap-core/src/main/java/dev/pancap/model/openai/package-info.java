/** Models behind a server that speaks the OpenAI chat protocol. */
@NullMarked
package dev.pancap.model.openai;

import org.jspecify.annotations.NullMarked;
