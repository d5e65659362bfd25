/** How much may be asked: requests and tokens a minute, requests and money a run. */
@NullMarked
package dev.pancap.model.budget;

import org.jspecify.annotations.NullMarked;
