package dev.pancap.synth;

import dev.pancap.mask.BoundingBox;

/**
 * A drawing with its place.
 *
 * @param depth drawings are painted by ascending depth: what stands lower is nearer
 */
record Placed(
    Drawing drawing, BoundingBox box, Stencil.Facing facing, NamedColour colour, int depth) {}
