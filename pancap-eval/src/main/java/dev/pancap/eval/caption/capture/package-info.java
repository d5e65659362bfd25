/**
 * CAPTURE (arXiv 2405.19092): objects, attributes and relations of captions compared exactly, by
 * synonyms and by embeddings.
 */
@NullMarked
package dev.pancap.eval.caption.capture;

import org.jspecify.annotations.NullMarked;
