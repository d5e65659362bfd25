/** Model folders in the Hugging Face layout, their ONNX graphs, and running them through DJL. */
@NullMarked
package dev.pancap.onnx;

import org.jspecify.annotations.NullMarked;
