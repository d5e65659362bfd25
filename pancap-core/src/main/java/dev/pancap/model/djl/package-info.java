/** Small vision-language models that run inside the JVM: Idefics3 and SmolVLM as ONNX, by DJL. */
@NullMarked
package dev.pancap.model.djl;

import org.jspecify.annotations.NullMarked;
